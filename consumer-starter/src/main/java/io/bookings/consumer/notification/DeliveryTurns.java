package io.bookings.consumer.notification;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Gives priority to consuming. During a backlog in the queue, deliveries take turns
 * instead of running at the same time, and after each delivery there is a rest of the
 * same length. So most of the CPU time is left for the backlog. After a limited time, a
 * delivery runs without a turn: a slow mail server must not delay the others for long.
 */
public final class DeliveryTurns {

	/**
	 * There is a backlog while at least this number of messages are being processed: the
	 * response to a poll contains no more.
	 */
	static final int BACKLOG = 10;

	/** Long enough for ten deliveries of 15 ms and their rests. */
	private static final Duration PATIENCE = Duration.ofMillis(300);

	private final IntSupplier inFlight;

	private final Duration patience;

	private final LongConsumer rest;

	private final Semaphore turn = new Semaphore(1, true);

	/**
	 * Creates the turns.
	 * @param inFlight the number of messages that are being processed
	 */
	public DeliveryTurns(IntSupplier inFlight) {
		this(inFlight, PATIENCE, LockSupport::parkNanos);
	}

	DeliveryTurns(IntSupplier inFlight, Duration patience, LongConsumer rest) {
		this.inFlight = inFlight;
		this.patience = patience;
		this.rest = rest;
	}

	/**
	 * Runs a delivery. If there is a backlog, it waits for its turn, but not longer than
	 * the limit.
	 * @param delivery what to run
	 * @return the result of the delivery
	 * @throws IllegalStateException if the thread was interrupted; the delivery did not
	 * run
	 */
	<T> T run(Supplier<T> delivery) {
		if (!isBacklog() || !await()) {
			return delivery.get();
		}
		long begun = System.nanoTime();
		try {
			return delivery.get();
		}
		finally {
			if (isBacklog()) {
				this.rest.accept(Math.min(System.nanoTime() - begun, this.patience.toNanos()));
			}
			this.turn.release();
		}
	}

	private boolean isBacklog() {
		return this.inFlight.getAsInt() >= BACKLOG;
	}

	private boolean await() {
		try {
			return this.turn.tryAcquire(this.patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The service stopped before the delivery", ex);
		}
	}

}
