package io.bookings.consumer.queue;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the time-outs of requests to SQS. The SDK schedules two for each request. Its own
 * executor keeps a time-out until it expires, also after the request has ended, and then
 * wakes a thread. This executor removes a time-out when its request ends.
 */
final class RequestTimer extends ScheduledThreadPoolExecutor {

	/**
	 * The interval of a task that does nothing. An executor wakes a thread for a new task
	 * if it is due before all others. This task is always due before a new time-out.
	 */
	static final long TICK_SECONDS = 1;

	/** One thread can be busy with what follows a request that timed out. */
	private static final int THREADS = 2;

	RequestTimer() {
		super(THREADS, Thread.ofPlatform().name("sqs-timer-", 0).daemon().factory());
		setRemoveOnCancelPolicy(true);
		scheduleAtFixedRate(() -> {
		}, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
	}

}
