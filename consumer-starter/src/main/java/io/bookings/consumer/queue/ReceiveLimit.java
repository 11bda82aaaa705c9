package io.bookings.consumer.queue;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * How often SQS delivers a message before it moves it to the dead-letter queue, by the
 * redrive policy of the queue. Safe for use by several threads at once.
 */
public class ReceiveLimit {

	/**
	 * An SQS that does not answer costs seconds each time: not for every message of a
	 * batch.
	 */
	private static final Duration RETRY = Duration.ofSeconds(10);

	private final QueueInspector inspector;

	private volatile @Nullable OptionalInt known;

	private volatile long retryAt = System.nanoTime();

	public ReceiveLimit(QueueInspector inspector) {
		this.inspector = inspector;
	}

	/**
	 * Whether SQS would move the message instead of delivering it once more. Also
	 * {@code true} when SQS has never told its redrive policy.
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
