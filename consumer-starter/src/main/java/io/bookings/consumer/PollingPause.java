package io.bookings.consumer;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the polling while the database serves nobody, so that an outage costs no message
 * its receives. It begins with the first batch that fails for that cause, or with a
 * failed probe of an idle service, and ends with the first write that succeeds.
 */
public final class PollingPause {

	/** How often the database is probed. */
	static final Duration PROBE_INTERVAL = Duration.ofSeconds(1);

	/** For slow machines and clocks. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(PollingPause.class);

	private final DatabaseProbe probe;

	private final Duration returnDelay;

	private final AtomicReference<@Nullable Pause> current = new AtomicReference<>();

	private volatile Instant lastEnd = Instant.MIN;

	private Duration ended = Duration.ZERO;

	/**
	 * Creates the switch.
	 * @param pollTimeout how long a poll may take; polls under way when an outage begins
	 * may still receive, so messages are returned only after they have ended
	 */
	PollingPause(DatabaseProbe probe, Duration pollTimeout) {
		this.probe = probe;
		this.returnDelay = pollTimeout.plus(PROBE_INTERVAL).plus(DatabaseProbe.TIME_LIMIT).plus(MARGIN);
	}

	/**
	 * Whether polling is paused now.
	 * @return {@code true} during an outage
	 */
	public boolean isOn() {
		return this.current.get() != null;
	}

	/**
	 * The pause that lasts now.
	 * @return since when and why, or {@code null} when polling is not paused
	 */
	public @Nullable Pause current() {
		return this.current.get();
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
	synchronized Duration total() {
		Pause pause = this.current.get();
		return (pause != null) ? this.ended.plus(Duration.between(pause.since(), Instant.now())) : this.ended;
	}

	/**
	 * How long a message stays invisible that was received during an outage: until every
	 * instance of the service has noticed and its last poll has ended. One receive for
	 * each message is what an outage may cost.
	 */
	Duration returnDelay() {
		return this.returnDelay;
	}

	void begin(Throwable failure) {
		Pause pause = new Pause(Instant.now(), FailureKind.describe(failure));
		if (this.current.compareAndSet(null, pause)) {
			logger.warn("Polling is paused because the database cannot be used ({}); "
					+ "messages stay in the queue until it answers", pause.reason());
		}
	}

	/**
	 * Called regularly. While polling runs, the database is asked whether it answers;
	 * while it is paused, whether it takes a write.
	 */
	void check() {
		Pause pause = this.current.get();
		try {
			if (pause == null) {
				this.probe.ping();
			}
			else {
				this.probe.write();
				logger.info("Polling goes on: the database answers after {}", end(pause));
			}
		}
		catch (RuntimeException ex) {
			begin(ex);
		}
	}

	private synchronized Duration end(Pause pause) {
		this.lastEnd = Instant.now();
		Duration duration = Duration.between(pause.since(), this.lastEnd);
		this.ended = this.ended.plus(duration);
		this.current.set(null);
		return duration;
	}

	/**
	 * A pause under way.
	 *
	 * @param since when it began
	 * @param reason the kind of failure that began it
	 */
	public record Pause(Instant since, String reason) {
	}

}
