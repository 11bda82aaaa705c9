package io.bookings.consumer.notification.receipt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.outage.FailureKind;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.DeadLetter;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.consumer.settings.ConsumerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Receives the events of Amazon SES and stores the receipts. A message that is not an
 * event of SES, or whose notification remains unknown, goes to the dead-letter queue of
 * this queue.
 */
public class ReceiptListener {

	/**
	 * How often an event is received before its notification counts as unknown. A lower
	 * {@code maxReceiveCount} of the queue would dead-letter it without a reason.
	 */
	static final int RECEIVES = 4;

	private static final Logger logger = LoggerFactory.getLogger(ReceiptListener.class);

	private final ReceiptTable table;

	private final BookingQueue queue;

	private final DeadLetterQueue deadLetterQueue;

	private final PollingPause pause;

	private final ConsumerProperties.BackOff backOff;

	private final ReceiptMetrics metrics;

	private final String service;

	/**
	 * Creates the listener.
	 * @param table stores receipts
	 * @param queue the queue with the events
	 * @param deadLetterQueue the dead-letter queue of that queue
	 * @param pause the pause of polling while the database is unavailable
	 * @param backOff the delays before a message is visible again
	 * @param metrics counts the events
	 * @param service the name of this service, as it is in the tag of its e-mails
	 */
	public ReceiptListener(ReceiptTable table, BookingQueue queue, DeadLetterQueue deadLetterQueue, PollingPause pause,
			ConsumerProperties.BackOff backOff, ReceiptMetrics metrics, String service) {
		this.table = table;
		this.queue = queue;
		this.deadLetterQueue = deadLetterQueue;
		this.pause = pause;
		this.backOff = backOff;
		this.metrics = metrics;
		this.service = service;
	}

	/**
	 * Processes the messages of a poll, each in its own transaction. One batch at a time
	 * leaves the other threads to bookings.
	 * @param messages the messages as received
	 */
	@SqsListener(id = "notification-receipts", queueNames = "#{@receiptQueueUrl}", maxConcurrentMessages = "10",
			maxMessagesPerPoll = "10")
	void onMessages(List<Message> messages) {
		List<Message> settled = new ArrayList<>();
		Map<Message, Duration> released = new LinkedHashMap<>();
		for (Message message : messages) {
			Duration delay = this.pause.isOn() ? this.pause.releaseDelay() : process(message);
			if (delay.isZero()) {
				settled.add(message);
			}
			else {
				released.put(message, delay);
			}
		}
		this.queue.delete(settled);
		this.queue.release(released);
	}

	/**
	 * Processes a message.
	 * @return zero if it can be deleted, otherwise the delay until it is visible again
	 */
	private Duration process(Message message) {
		try {
			return SesEvents.read(message.body()).map((report) -> store(report, message)).orElseGet(this::ignore);
		}
		catch (UnreadableEventException ex) {
			return deadLetter(message, ReceiptMetrics.UNREADABLE, "rejected",
					"Not an event of Amazon SES: it " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.warn("The receipt in message {} could not be stored: {}", message.messageId(),
					FailureKind.describe(ex), FailureKind.isOfCode(ex) ? ex : null);
			return (FailureKind.of(ex) == FailureKind.TRANSIENT && this.pause.beginIfDatabaseIsAway())
					? this.pause.releaseDelay() : backOff(message);
		}
	}

	private Duration store(Receipt.Report report, Message message) {
		if (report.mail().isOfAnother(this.service)) {
			return ignore();
		}
		ReceiptTable.Stored stored = this.table.store(report).orElse(null);
		if (stored == null) {
			return (SystemAttributes.receiveCount(message) < RECEIVES) ? backOff(message) : deadLetter(message,
					ReceiptMetrics.UNMATCHED, "unmatched", "No notification of this service belongs to this e-mail");
		}
		if (!stored.isNew()) {
			this.metrics.count(ReceiptMetrics.REPEATED);
			return Duration.ZERO;
		}
		Receipt receipt = report.receipt();
		this.metrics.count(receipt.kind().code());
		String bookingId = Printable.of(stored.bookingId());
		logger.atLevel((receipt.kind() == Receipt.Kind.DELIVERED) ? Level.INFO : Level.WARN)
			.addKeyValue("outcome", receipt.kind().code())
			.addKeyValue("bookingId", bookingId)
			.log("Receipt for the e-mail about booking {}: {} {}", bookingId, receipt.kind().code(), receipt.detail());
		return Duration.ZERO;
	}

	private Duration ignore() {
		this.metrics.count(ReceiptMetrics.IGNORED);
		return Duration.ZERO;
	}

	private Duration deadLetter(Message message, String metric, String reason, String detail) {
		try {
			if (this.deadLetterQueue.send(new DeadLetter(message, reason, detail)).join()) {
				this.metrics.count(metric);
				logger.warn("Message {} went to the dead-letter queue of the receipts: {}", message.messageId(),
						detail);
				return Duration.ZERO;
			}
			logger.warn("Message {} stays in the queue of the receipts, which has no dead-letter queue: {}",
					message.messageId(), detail);
		}
		catch (CompletionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			logger.warn("Message {} could not be sent to the dead-letter queue of the receipts ({}): {}",
					message.messageId(), cause.getClass().getSimpleName(), detail);
		}
		return backOff(message);
	}

	private Duration backOff(Message message) {
		return this.backOff.delay(SystemAttributes.receiveCount(message), RandomGenerator.getDefault());
	}

}
