package io.bookings.consumer.queue;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Knows from the redrive policy whether a receive of a message is its last. Safe for use
 * by several threads at once.
 */
public class ReceiveLimit {

	/**
	 * Limits how often the service waits for an SQS that does not answer.
	 */
	private static final Duration RETRY = Duration.ofSeconds(10);

	private final QueueInspector inspector;

	private volatile @Nullable OptionalInt known;

	private volatile long retryAt = System.nanoTime();

	/**
	 * Creates the limit.
	 * @param inspector reads the redrive policy
	 */
	public ReceiveLimit(QueueInspector inspector) {
		this.inspector = inspector;
	}

	/**
	 * Whether SQS would move the message to the dead-letter queue instead of delivering
	 * it again.
	 * @param message a message as received
	 * @return also {@code true} if the redrive policy could not be read so far
	 */
	public boolean isLastReceive(Message message) {
		OptionalInt limit = limit();
		return limit == null || (limit.isPresent() && SystemAttributes.receiveCount(message) >= limit.getAsInt());
	}

	private @Nullable OptionalInt limit() {
		if (System.nanoTime() - this.retryAt >= 0) {
			try {
				this.known = this.inspector.maxReceiveCount().join();
			}
			catch (CompletionException ex) {
				this.retryAt = System.nanoTime() + RETRY.toNanos();
			}
		}
		return this.known;
	}

}
