package io.bookings.consumer.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.bookings.consumer.log.DelayedFlush;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The batch that is being processed. Records the outcome of each message in metrics,
 * traces and the log.
 */
public final class Batch implements AutoCloseable {

	private final List<Message> messages;

	private final ConsumerMetrics metrics;

	private final BatchTrace trace;

	private final MessageLog log;

	private final LargeResponseLimiter largeResponses;

	private final long begunAt = System.nanoTime();

	/**
	 * Begins a batch.
	 * @param messages the messages as received
	 * @param metrics counts the messages
	 * @param trace the spans of the batch and its messages
	 * @param log the log line of each message
	 * @param largeResponses is notified when the batch ends
	 */
	public Batch(List<Message> messages, ConsumerMetrics metrics, BatchTrace trace, MessageLog log,
			LargeResponseLimiter largeResponses) {
		this.messages = messages;
		this.metrics = metrics;
		this.trace = trace;
		this.log = log;
		this.largeResponses = largeResponses;
		metrics.batchBegun(messages.size());
	}

	List<Message> messages() {
		return this.messages;
	}

	/**
	 * Returns the time since the batch was received.
	 */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.begunAt);
	}

	/**
	 * Returns the trace context that later work on the message continues.
	 * @return a W3C {@code traceparent}, or {@code null} without traces
	 */
	@Nullable String traceparent(Message message) {
		return this.trace.traceparent(message);
	}

	/**
	 * Records that the transaction of these deliveries was committed.
	 * @param decisions one for each delivery, in the same order
	 */
	void committed(List<? extends Delivery<? extends BookingEvent>> deliveries, List<Decision> decisions) {
		Instant now = Instant.now();
		for (int i = 0; i < decisions.size(); i++) {
			if (decisions.get(i).outcome() == Outcome.PROCESSED) {
				Delivery<?> delivery = deliveries.get(i);
				this.trace.committed(delivery.message());
				this.metrics.committed(SystemAttributes.dwell(delivery.message(), now),
						SystemAttributes.since(delivery.event().timestamp(), now));
			}
		}
	}

	/**
	 * Records the final decisions about the messages. Only the requests to SQS are left
	 * to do.
	 */
	void settled(List<Decision> decisions) {
		DelayedFlush.afterAll(() -> decisions.forEach(this::settled));
	}

	private void settled(Decision decision) {
		this.metrics.settled(decision.outcome());
		if (decision instanceof Decision.Release back && back.delay().isPositive()) {
			this.metrics.backedOff(back.delay());
		}
		try (var _ = this.trace.settled(decision)) {
			this.log.write(decision);
		}
	}

	@Override
	public void close() {
		this.trace.close();
		this.metrics.batchEnded(this.messages.size(), age());
		this.largeResponses.settled(this.messages);
	}

}
