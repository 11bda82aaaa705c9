package io.bookings.consumer.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * A batch under way. It is told what becomes of its messages and tells the metrics, the
 * traces and the log, so that the way of the messages themselves stays readable.
 */
public final class Batch implements AutoCloseable {

	private final List<Message> messages;

	private final ConsumerMetrics metrics;

	private final BatchTrace trace;

	private final LargeResponseLimiter largeResponses;

	private final long begunAt = System.nanoTime();

	public Batch(List<Message> messages, ConsumerMetrics metrics, BatchTrace trace,
			LargeResponseLimiter largeResponses) {
		this.messages = messages;
		this.metrics = metrics;
		this.trace = trace;
		this.largeResponses = largeResponses;
		metrics.batchBegun(messages.size());
	}

	List<Message> messages() {
		return this.messages;
	}

	/**
	 * The time since it was received.
	 */
	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.begunAt);
	}

	/**
	 * What a trace continues from that leads away from the message.
	 */
	@Nullable String traceparent(Message message) {
		return this.trace.traceparent(message);
	}

	/**
	 * A transaction of these deliveries has been committed just now.
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
	 * The last word about a message: what is left is to tell SQS.
	 */
	void settled(Decision decision) {
		this.metrics.settled(decision.outcome());
		if (decision instanceof Decision.Release back && back.delay().isPositive()) {
			this.metrics.backedOff(back.delay());
		}
		try (var _ = this.trace.settled(decision)) {
			MessageLog.write(decision);
		}
	}

	@Override
	public void close() {
		this.trace.close();
		this.metrics.batchEnded(this.messages.size(), age());
		this.largeResponses.settled(this.messages);
	}

}
