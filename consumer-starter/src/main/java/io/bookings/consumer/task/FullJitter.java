package io.bookings.consumer.task;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter, as in <a href=
 * "https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 * Backoff And Jitter</a>.
 *
 * @param initial upper bound of the delay after the first failure; it doubles with each
 * further failure
 * @param max upper bound of every delay
 */
public record FullJitter(Duration initial, Duration max) {

	private static final int MAX_DOUBLINGS = 30;

	/**
	 * Returns a random delay before the next attempt.
	 * @param failures failed attempts so far, from 1
	 * @param random the source of the jitter
	 * @return from zero to the upper bound for the count
	 */
	public Duration delay(int failures, RandomGenerator random) {
		int doublings = Math.clamp(failures - 1L, 0, MAX_DOUBLINGS);
		long first = this.initial.toMillis();
		long most = this.max.toMillis();
		long bound = (first > (most >> doublings)) ? most : first << doublings;
		return Duration.ofMillis(random.nextLong(bound + 1));
	}

}
