package io.bookings.consumer.health;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

import io.bookings.consumer.inbox.HeldMessages;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.QueueInspector.Queue;
import io.bookings.consumer.settings.ConsumerProperties;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health component {@code queue}: whether the queue can be used, how many messages it
 * has, and which issues there are.
 */
public class QueueHealthIndicator implements HealthIndicator {

	private final SqsCallMonitor calls;

	private final QueueWatch watch;

	private final PollingPause pause;

	private final HeldMessages held;

	private final ConsumerProperties properties;

	private final UnexpectedMessages unexpectedMessages;

	private final LongSupplier openLetters;

	private final Clock clock;

	/**
	 * Creates the indicator.
	 * @param calls the last requests to SQS
	 * @param watch the queue's attributes and issues
	 * @param pause the pause of polling
	 * @param held the held messages
	 * @param properties the consumer's settings
	 * @param unexpectedMessages the ignored messages
	 * @param openLetters the number of dead letters in the table that are not settled
	 * @param clock the current time
	 */
	public QueueHealthIndicator(SqsCallMonitor calls, QueueWatch watch, PollingPause pause, HeldMessages held,
			ConsumerProperties properties, UnexpectedMessages unexpectedMessages, LongSupplier openLetters,
			Clock clock) {
		this.calls = calls;
		this.watch = watch;
		this.pause = pause;
		this.held = held;
		this.properties = properties;
		this.unexpectedMessages = unexpectedMessages;
		this.openLetters = openLetters;
		this.clock = clock;
	}

	@Override
	public Health health() {
		List<QueueIssue> issues = this.watch.issues();
		QueueWatch.Snapshot snapshot = this.watch.snapshot();
		Health.Builder health = status(issues, snapshot).withDetail("url", this.properties.queue());
		SqsCallMonitor.Call poll = this.calls.last(SqsCallMonitor.RECEIVE, this.properties.queue());
		health.withDetail("sinceLastPoll", (poll != null)
				? Duration.between(poll.endedAt(), this.clock.instant()).toSeconds() + " s" : "no poll has ended yet");
		health.withDetail("polling", polling());
		if (this.held.size() > 0) {
			health.withDetail("held", this.held.size());
		}
		depths(health, snapshot);
		UnexpectedMessages.Ignored ignored = this.unexpectedMessages.ignored();
		if (ignored != null) {
			health.withDetail("ignored",
					"%d since the start, the last one %s".formatted(ignored.count(), ignored.lastType()));
		}
		if (!issues.isEmpty()) {
			health.withDetail("issues", issues.stream().map(QueueIssue::sentence).toList());
		}
		return health.build();
	}

	private String polling() {
		PollingPause.Pause pause = this.pause.current();
		if (pause != null) {
			return "paused since %s, because %s".formatted(pause.since(), pause.reason());
		}
		return this.held.isFull() ? "paused, because the held messages use up the memory that is reserved for them"
				: "running";
	}

	private Health.Builder status(List<QueueIssue> issues, QueueWatch.Snapshot snapshot) {
		if (issues.stream().anyMatch(QueueIssue::blocking)) {
			return Health.down();
		}
		boolean reached = snapshot.queue() != null
				|| this.calls.last(SqsCallMonitor.RECEIVE, this.properties.queue()) != null;
		return reached ? Health.up() : Health.outOfService();
	}

	private void depths(Health.Builder health, QueueWatch.Snapshot snapshot) {
		Queue queue = snapshot.queue();
		if (queue != null) {
			health.withDetail("visible", queue.visible())
				.withDetail("inFlight", queue.inFlight())
				.withDetail("delayed", queue.delayed());
		}
		Queue deadLetterQueue = snapshot.deadLetterQueue();
		if (deadLetterQueue != null) {
			health.withDetail("deadLetters",
					deadLetterQueue.visible() + deadLetterQueue.inFlight() + this.openLetters.getAsLong());
		}
	}

}
