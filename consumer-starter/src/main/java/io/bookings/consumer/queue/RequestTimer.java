package io.bookings.consumer.queue;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer of the time-outs of requests. The SDK starts two for each request. Its own
 * timer keeps each of them until it expires, although the request has ended, and then
 * wakes a thread. This timer removes a time-out when its request ends.
 */
final class RequestTimer extends ScheduledThreadPoolExecutor {

	/**
	 * Shorter than each time-out of {@link SqsTimeouts}. A thread wakes when a task is
	 * added that is due before all others. Due to the tick, a time-out never is.
	 */
	private static final long TICK_SECONDS = 1;

	/** One thread can be busy with the continuation of a request that timed out. */
	private static final int THREADS = 2;

	RequestTimer() {
		super(THREADS, Thread.ofPlatform().name("sqs-timer-", 0).daemon().factory());
		setRemoveOnCancelPolicy(true);
		scheduleAtFixedRate(() -> {
		}, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
	}

}
