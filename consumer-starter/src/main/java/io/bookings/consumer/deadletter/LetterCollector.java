package io.bookings.consumer.deadletter;

import java.time.Duration;
import java.util.List;

import io.bookings.consumer.inbox.DeadLetterCopy;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.person.TextRedactor;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.QueueInspector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Moves messages from the dead-letter queue to the table: stores them in one transaction,
 * then deletes them. Several instances can do this at once. A message that is received
 * again, because the process ended before the delete, is not stored again.
 */
public class LetterCollector implements AutoCloseable {

	private static final Duration PAUSED = Duration.ofSeconds(1);

	private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

	private static final int BATCH = 10;

	private static final Logger logger = LoggerFactory.getLogger(LetterCollector.class);

	private final SqsAsyncClient sqs;

	private final QueueInspector inspector;

	private final LetterTable table;

	private final TextRedactor redactor;

	private final DeadLetterCopy copies;

	private final PollingPause pause;

	private final LargeResponseLimiter largeResponses;

	private final AckMetrics metrics;

	private final Duration poll;

	private volatile boolean stopping;

	private volatile Duration delay = Duration.ZERO;

	/**
	 * Creates the collector.
	 * @param sqs the client
	 * @param inspector finds the dead-letter queue
	 * @param table stores the letters
	 * @param redactor announces that letters are stored
	 * @param copies replaces the ids of people who were erased
	 * @param pause whether the database is unavailable
	 * @param largeResponses limits the memory of polls
	 * @param metrics counts failed deletes
	 * @param poll how long a poll waits for messages
	 */
	public LetterCollector(SqsAsyncClient sqs, QueueInspector inspector, LetterTable table, TextRedactor redactor,
			DeadLetterCopy copies, PollingPause pause, LargeResponseLimiter largeResponses, AckMetrics metrics,
			Duration poll) {
		this.sqs = sqs;
		this.inspector = inspector;
		this.table = table;
		this.redactor = redactor;
		this.copies = copies;
		this.pause = pause;
		this.largeResponses = largeResponses;
		this.metrics = metrics;
		this.poll = poll;
	}

	/**
	 * Polls once. Not for use by several threads at once.
	 */
	public void run() {
		this.delay = AFTER_FAILURE;
		try {
			if (this.pause.isOn() || this.largeResponses.isCrowded()) {
				this.delay = PAUSED;
				return;
			}
			String url = this.inspector.deadLetterQueueUrl().join().orElse(null);
			if (url == null) {
				return; // health says so
			}
			List<Message> messages = receive(url);
			if (!messages.isEmpty()) {
				store(url, messages);
			}
			this.delay = Duration.ZERO;
		}
		catch (RuntimeException ex) {
			if (!this.stopping) {
				throw ex;
			}
		}
	}

	private List<Message> receive(String url) {
		return this.sqs
			.receiveMessage((request) -> request.queueUrl(url)
				.maxNumberOfMessages(BATCH)
				.waitTimeSeconds((int) this.poll.toSeconds())
				.messageAttributeNames("All")
				.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
			.join()
			.messages();
	}

	private void store(String url, List<Message> messages) {
		try {
			int stored = this.table.store(() -> letters(messages));
			new BookingQueue(this.sqs, url, this.metrics).delete(messages).join();
			if (stored > 0) {
				logger.info("Collected {} dead letters", stored);
			}
		}
		finally {
			this.largeResponses.settled(messages);
		}
	}

	private List<CollectedLetter> letters(List<Message> messages) {
		this.redactor.beginStoring();
		return messages.stream().map(this::letter).toList();
	}

	/**
	 * Returns a letter without ids of people who were erased. It has the hash of the
	 * received body: a pseudonym would be another one if the message is received again.
	 */
	private CollectedLetter letter(Message message) {
		CollectedLetter letter = CollectedLetter.of(message);
		Message copy = this.copies.of(message);
		return (copy == message) ? letter : CollectedLetter.of(copy).withHash(letter.hash());
	}

	/**
	 * Returns the delay until the next run.
	 * @return zero unless the last run failed
	 */
	public Duration delay() {
		return this.delay;
	}

	/**
	 * Ends the collection. A poll that still runs can fail; its messages stay in the
	 * queue.
	 */
	@Override
	public void close() {
		this.stopping = true;
	}

}
