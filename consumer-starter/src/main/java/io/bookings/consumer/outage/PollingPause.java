package io.bookings.consumer.outage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses polling while no booking can be processed, so that messages do not use up their
 * receives. There are two causes:
 * <ul>
 * <li>An outage of the database. It begins when {@link DatabaseProbe} fails, and ends
 * with the first write that succeeds.
 * <li>A failure that several bookings share although the database accepts writes, such as
 * a missing permission on the handler's table. It ends when a booking is processed.
 * Polling also continues after 30 s, to test whether other bookings still fail. If they
 * do, the next pause is twice as long.
 * </ul>
 */
public final class PollingPause {

	/** The interval at which the database is probed. */
	public static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

	/** For slow machines and clocks. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final Duration SHORTEST_FOR_SHARED_FAILURE = Duration.ofSeconds(30);

	private static final int MOST_DOUBLINGS = 5; // 16 minutes

	private static final Logger logger = LoggerFactory.getLogger(PollingPause.class);

	private final DatabaseProbe probe;

	private final Duration releaseDelay;

	private final InstantSource clock;

	private volatile @Nullable Pause current;

	private volatile Instant lastEnd = Instant.MIN;

	private Duration ended = Duration.ZERO;

	private int sharedFailures;

	/**
	 * Creates a pause that is off.
	 * @param probe tests the database
	 * @param pollTimeout how long a poll may take; polls that run when an outage begins
	 * may still receive messages, so released messages stay invisible until these polls
	 * end
	 */
	public PollingPause(DatabaseProbe probe, Duration pollTimeout) {
		this(probe, pollTimeout, InstantSource.system());
	}

	/**
	 * Creates a pause that is off.
	 * @param probe tests the database
	 * @param pollTimeout how long a poll may take
	 * @param clock the current time
	 */
	public PollingPause(DatabaseProbe probe, Duration pollTimeout, InstantSource clock) {
		this.probe = probe;
		this.releaseDelay = pollTimeout.plus(PROBE_INTERVAL).plus(DatabaseProbe.TIME_LIMIT).plus(MARGIN);
		this.clock = clock;
	}

	/**
	 * Whether polling is paused now.
	 * @return {@code true} during an outage, or while several bookings fail
	 */
	public boolean isOn() {
		return this.current != null;
	}

	/**
	 * Whether polling is paused although the database accepts writes.
	 * @return {@code true} while several bookings fail in the same way
	 */
	public boolean isForSharedFailure() {
		Pause pause = this.current;
		return pause != null && pause.isForSharedFailure();
	}

	/**
	 * Returns the current pause.
	 * @return the pause, or {@code null} if polling is not paused
	 */
	public @Nullable Pause current() {
		return this.current;
	}

	/**
	 * Returns when the last pause ended.
	 * @return the instant, or {@link Instant#MIN} if there was none
	 */
	public Instant lastEnd() {
		return this.lastEnd;
	}

	/**
	 * Returns how long polling was paused since the start, including the current pause.
	 * @return the sum of all pauses
	 */
	public synchronized Duration total() {
		Pause pause = this.current;
		return (pause != null) ? this.ended.plus(Duration.between(pause.since(), this.clock.instant())) : this.ended;
	}

	/**
	 * Returns how long a message that was received during a pause stays invisible: until
	 * each instance of the service has detected the outage and its last poll has ended.
	 * So an outage uses up at most one receive of each message.
	 * @return the delay
	 */
	public Duration releaseDelay() {
		return this.releaseDelay;
	}

	/**
	 * Tests a write, and begins a pause if it fails.
	 * @return whether the database is unavailable
	 */
	public boolean beginIfDatabaseIsAway() {
		try {
			this.probe.write();
			return false;
		}
		catch (RuntimeException ex) {
			begin(ex);
			return true;
		}
	}

	/**
	 * Begins a pause for an outage, unless there is one.
	 * @param failure the failure of the database
	 */
	public synchronized void begin(Throwable failure) {
		Pause pause = this.current;
		if (pause != null && !pause.isForSharedFailure()) {
			return;
		}
		if (pause != null) {
			end(pause);
		}
		String reason = FailureKind.describe(failure);
		this.current = new Pause(this.clock.instant(), "the database cannot be used: " + reason, null);
		logger.warn("Polling is paused because the database cannot be used ({}); "
				+ "messages stay in the queue until it answers", reason);
	}

	/**
	 * Begins a pause for a shared failure, unless polling is paused.
	 * @param reason the failure, without data of a booking
	 */
	public synchronized void beginForSharedFailure(String reason) {
		if (this.current != null) {
			return;
		}
		Duration length = SHORTEST_FOR_SHARED_FAILURE.multipliedBy(1L << this.sharedFailures);
		this.sharedFailures = Math.min(this.sharedFailures + 1, MOST_DOUBLINGS);
		Instant now = this.clock.instant();
		this.current = new Pause(now, "several bookings fail in the same way: " + reason, now.plus(length));
		logger.warn(
				"Polling is paused because several bookings fail in the same way ({}); messages stay in the "
						+ "queue. One booking is retried every few seconds, and polling continues after {}",
				reason, length);
	}

	/**
	 * Ends a pause for a shared failure, because a booking was processed.
	 */
	public void bookingProcessed() {
		if (this.current == null && this.sharedFailures == 0) {
			return; // nearly always
		}
		synchronized (this) {
			Pause pause = this.current;
			this.sharedFailures = 0;
			if (pause != null && pause.isForSharedFailure()) {
				logger.info("Polling continues: a booking was processed after {}", end(pause));
			}
		}
	}

	/**
	 * Begins or ends a pause if needed. Has to be called every {@link #PROBE_INTERVAL}.
	 * While polling runs, it tests a connection; during an outage, a write.
	 */
	public void check() {
		Pause pause = this.current;
		try {
			if (pause == null) {
				this.probe.ping();
			}
			else if (pause.until() == null) {
				this.probe.write();
				logger.info("Polling continues: the database answers after {}", end(pause));
			}
			else if (!this.clock.instant().isBefore(pause.until())) {
				logger.info("Polling continues after {}, to test whether other bookings still fail", end(pause));
			}
		}
		catch (RuntimeException ex) {
			begin(ex);
		}
	}

	private synchronized Duration end(Pause pause) {
		this.lastEnd = this.clock.instant();
		Duration duration = Duration.between(pause.since(), this.lastEnd);
		if (this.current == pause) {
			this.ended = this.ended.plus(duration);
			this.current = null;
		}
		return duration;
	}

	/**
	 * A pause that has not ended.
	 *
	 * @param since when it began
	 * @param reason the reason, without data of a booking
	 * @param until when polling continues to test other bookings; {@code null} during an
	 * outage, which ends when a write succeeds
	 */
	public record Pause(Instant since, String reason, @Nullable Instant until) {

		boolean isForSharedFailure() {
			return this.until != null;
		}

	}

}
