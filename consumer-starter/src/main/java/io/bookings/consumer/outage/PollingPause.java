package io.bookings.consumer.outage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the polling while no booking can be processed, so that messages keep their
 * receives. There are two causes:
 * <ul>
 * <li>An outage: the database serves nobody. It begins when {@link DatabaseProbe} fails,
 * and ends with the first write that succeeds.
 * <li>A failure that several bookings share although the database takes writes, such as a
 * missing right on the handler's table. It ends when a booking is processed. Polling also
 * goes on after a while, to see whether other bookings still fail; while they do, that
 * while doubles.
 * </ul>
 */
public final class PollingPause {

	/** How often the database is probed. */
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
	 * Creates the switch.
	 * @param pollTimeout how long a poll may take; polls under way when an outage begins
	 * may still receive, so messages are returned only after they have ended
	 */
	public PollingPause(DatabaseProbe probe, Duration pollTimeout) {
		this(probe, pollTimeout, InstantSource.system());
	}

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
	 * Whether polling is paused although the database takes writes.
	 */
	public boolean isForSharedFailure() {
		Pause pause = this.current;
		return pause != null && pause.isForSharedFailure();
	}

	/**
	 * The pause that lasts now.
	 * @return since when and why, or {@code null} when polling is not paused
	 */
	public @Nullable Pause current() {
		return this.current;
	}

	/**
	 * When the last pause ended.
	 * @return the instant, {@link Instant#MIN} when there was none
	 */
	public Instant lastEnd() {
		return this.lastEnd;
	}

	/**
	 * How long polling was paused since the start, the pause that lasts now included.
	 */
	public synchronized Duration total() {
		Pause pause = this.current;
		return (pause != null) ? this.ended.plus(Duration.between(pause.since(), this.clock.instant())) : this.ended;
	}

	/**
	 * How long a message stays invisible that was received during a pause: until every
	 * instance of the service has noticed and its last poll has ended. One receive for
	 * each message is what an outage may cost.
	 */
	public Duration releaseDelay() {
		return this.releaseDelay;
	}

	/**
	 * Asks the database for a write and begins a pause when there is none.
	 * @return whether the database is away
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
	 * The database cannot be used.
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
	 * Several bookings fail in the same way although the database takes writes.
	 */
	public synchronized void beginForSharedFailure(String reason) {
		if (this.current != null) {
			return;
		}
		Duration length = SHORTEST_FOR_SHARED_FAILURE.multipliedBy(1L << this.sharedFailures);
		this.sharedFailures = Math.min(this.sharedFailures + 1, MOST_DOUBLINGS);
		Instant now = this.clock.instant();
		this.current = new Pause(now, "several bookings fail in the same way: " + reason, now.plus(length));
		logger.warn("Polling is paused because several bookings fail in the same way ({}); messages stay in the queue. "
				+ "One booking is tried every few seconds, others after {}", reason, length);
	}

	/**
	 * A booking was processed: whatever made others fail, they do not share it.
	 */
	public void bookingProcessed() {
		if (this.current == null && this.sharedFailures == 0) {
			return; // nearly always
		}
		synchronized (this) {
			Pause pause = this.current;
			this.sharedFailures = 0;
			if (pause != null && pause.isForSharedFailure()) {
				logger.info("Polling goes on: a booking was processed after {}", end(pause));
			}
		}
	}

	/**
	 * Called regularly. While polling runs, the database is asked whether it answers;
	 * during an outage, whether it takes a write.
	 */
	public void check() {
		Pause pause = this.current;
		try {
			if (pause == null) {
				this.probe.ping();
			}
			else if (pause.until() == null) {
				this.probe.write();
				logger.info("Polling goes on: the database answers after {}", end(pause));
			}
			else if (!this.clock.instant().isBefore(pause.until())) {
				logger.info("Polling goes on after {}, to see whether other bookings still fail", end(pause));
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
	 * A pause under way.
	 *
	 * @param since when it began
	 * @param reason why, without the data of any booking
	 * @param until when polling goes on by itself, {@code null} in an outage, which ends
	 * when the database answers
	 */
	public record Pause(Instant since, String reason, @Nullable Instant until) {

		boolean isForSharedFailure() {
			return this.until != null;
		}

	}

}
