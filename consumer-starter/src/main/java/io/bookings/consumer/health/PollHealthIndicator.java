package io.bookings.consumer.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import io.bookings.consumer.inbox.HeldMessages;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.settings.ConsumerProperties;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health component {@code poll}, a part of liveness. It is down when no poll has
 * ended for too long, with messages, without, or with an error. A stalled listener
 * container does not report that it is stalled, and only a restart helps.
 */
public class PollHealthIndicator implements HealthIndicator {

	private final SqsCallMonitor calls;

	private final PollingPause pause;

	private final HeldMessages held;

	private final ConsumerProperties properties;

	private final Clock clock;

	private final Instant startedAt;

	/**
	 * Creates the indicator.
	 * @param calls the last poll
	 * @param pause the pause of polling
	 * @param held the held messages, which can pause polling too
	 * @param properties the consumer's settings
	 * @param clock the current time
	 */
	public PollHealthIndicator(SqsCallMonitor calls, PollingPause pause, HeldMessages held,
			ConsumerProperties properties, Clock clock) {
		this.calls = calls;
		this.pause = pause;
		this.held = held;
		this.properties = properties;
		this.clock = clock;
		this.startedAt = clock.instant();
	}

	@Override
	public Health health() {
		if (this.pause.isOn() || this.held.isFull()) {
			return Health.up().withDetail("polling", "paused").build();
		}
		SqsCallMonitor.Call poll = this.calls.last(SqsCallMonitor.RECEIVE, this.properties.queue());
		Instant lastSign = Stream
			.of((poll != null) ? poll.endedAt() : Instant.MIN, this.pause.lastEnd(), this.startedAt)
			.max(Instant::compareTo)
			.orElseThrow();
		Duration silence = Duration.between(lastSign, this.clock.instant());
		return ((silence.compareTo(this.properties.stallAfter()) > 0) ? Health.down() : Health.up())
			.withDetail("sinceLastPoll", silence.toSeconds() + " s")
			.build();
	}

}
