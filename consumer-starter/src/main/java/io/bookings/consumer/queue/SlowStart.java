package io.bookings.consumer.queue;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.awspring.cloud.sqs.listener.backpressure.BackPressureHandler;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many messages are processed at the same time, until a short time after the
 * first ones. In this time, the JVM compiles much of the code that a message needs. If
 * all threads processed messages, the compiler would get little CPU time, and the code
 * would be interpreted for longer: see {@code docs/performance.md}.
 */
public final class SlowStart implements BackPressureHandler {

	private final int limit;

	private final Duration duration;

	private final Duration patience;

	private final LongSupplier nanoTime;

	private int messages;

	private @Nullable Long begin;

	/**
	 * Creates the limit.
	 * @param limit the maximum number of messages at the same time, including those that
	 * polls may return
	 * @param duration how long the limit applies after the first messages were processed
	 * @param patience how long a request waits for messages to be processed
	 * @param nanoTime the clock, like {@link System#nanoTime()}
	 */
	public SlowStart(int limit, Duration duration, Duration patience, LongSupplier nanoTime) {
		this.limit = limit;
		this.duration = duration;
		this.patience = patience;
		this.nanoTime = nanoTime;
	}

	@Override
	public synchronized int request(int amount) throws InterruptedException {
		if (isAboveLimit(amount)) {
			wait(this.patience.toMillis());
		}
		if (isAboveLimit(amount)) {
			return 0;
		}
		this.messages += amount;
		return amount;
	}

	@Override
	public synchronized void release(int amount, ReleaseReason reason) {
		this.messages -= amount;
		if (this.begin == null && reason == ReleaseReason.PROCESSED) {
			this.begin = this.nanoTime.getAsLong();
		}
		notifyAll();
	}

	private boolean isAboveLimit(int amount) {
		return this.messages + amount > this.limit && !isOver();
	}

	private boolean isOver() {
		return this.begin != null && this.nanoTime.getAsLong() - this.begin >= this.duration.toNanos();
	}

	@Override
	public boolean drain(Duration timeout) {
		return true;
	}

}
