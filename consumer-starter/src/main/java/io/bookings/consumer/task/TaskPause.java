package io.bookings.consumer.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The pause of a task on one instance, while a failure that all bookings share lasts. One
 * run at a time tests whether the failure has ended. The delays between these tests grow.
 */
final class TaskPause {

	private final FullJitter delays;

	private final InstantSource clock;

	private RetriedTask.@Nullable Pause current;

	private int failures;

	private boolean testing;

	TaskPause(FullJitter delays, InstantSource clock) {
		this.delays = delays;
		this.clock = clock;
	}

	/**
	 * Returns whether a run may begin. During a pause, it may if the pause is due to be
	 * tested and no other run tests it. The run has to call one of the other methods when
	 * it ends.
	 * @return the kind of the run, or {@code null} if it may not begin
	 */
	synchronized @Nullable Run enter() {
		if (this.current == null) {
			return Run.ORDINARY;
		}
		if (this.testing || this.clock.instant().isBefore(this.current.until())) {
			return null;
		}
		this.testing = true;
		return Run.TEST;
	}

	/**
	 * Ends the pause, because a run has shown that the failure has ended.
	 * @return the pause that has ended, or {@code null} if there was none
	 */
	synchronized RetriedTask.@Nullable Pause end() {
		RetriedTask.Pause ended = this.current;
		this.current = null;
		this.failures = 0;
		this.testing = false;
		return ended;
	}

	/**
	 * Begins the pause or, after a test, extends it. A run that began before the pause
	 * does not extend it.
	 * @param run the run that failed
	 * @return whether the reason is new
	 */
	synchronized boolean fail(Run run, String reason) {
		RetriedTask.Pause known = this.current;
		if (known != null && run != Run.TEST) {
			return false;
		}
		this.failures++;
		this.testing = false;
		Instant now = this.clock.instant();
		this.current = new RetriedTask.Pause((known != null) ? known.since() : now,
				now.plus(this.delays.delay(this.failures, RandomGenerator.getDefault())), reason);
		return known == null || !known.reason().equals(reason);
	}

	/**
	 * Lets another run test the pause if this one was a test, because it has shown
	 * nothing.
	 */
	synchronized void abandon(Run run) {
		if (run == Run.TEST) {
			this.testing = false;
		}
	}

	/**
	 * Returns the delay before the next run for a booking. During a pause, it spreads the
	 * bookings over a time that grows with the pause.
	 * @param bookingFailures failures of this booking so far, from 1
	 */
	synchronized Duration delay(int bookingFailures) {
		return remaining()
			.plus(this.delays.delay(Math.max(bookingFailures, this.failures), RandomGenerator.getDefault()));
	}

	/**
	 * Returns the time until the pause is due to be tested, zero without a pause.
	 */
	synchronized Duration remaining() {
		Duration remaining = (this.current != null) ? Duration.between(this.clock.instant(), this.current.until())
				: Duration.ZERO;
		return remaining.isNegative() ? Duration.ZERO : remaining;
	}

	synchronized RetriedTask.@Nullable Pause current() {
		return this.current;
	}

	/**
	 * The kind of a run.
	 */
	enum Run {

		/** It began without a pause. */
		ORDINARY,

		/** It tests whether the failure has ended. */
		TEST

	}

}
