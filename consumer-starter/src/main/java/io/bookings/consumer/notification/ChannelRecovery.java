package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;

/**
 * Probes a paused channel, one notification at a time over all instances. When the
 * channel works again, it releases the notifications that wait, at a limited rate. A
 * db-scheduler task calls it, which exists while the channel is paused or recovers.
 */
public class ChannelRecovery {

	/**
	 * The db-scheduler task that probes channels and releases their notifications. The
	 * instance is the channel's name.
	 */
	public static final TaskDescriptor<Void> TASK = TaskDescriptor.of("notification-channel");

	private static final Duration RELEASE_INTERVAL = Duration.ofSeconds(1);

	/** How many notifications one run tries that do not test the channel. */
	private static final int MOST_UNTESTED = 20;

	private final ChannelTable table;

	private final NotificationDelivery delivery;

	private final ChannelMonitor monitor;

	private final NotificationProperties properties;

	/**
	 * Creates the recovery.
	 * @param table the state of the channels
	 * @param delivery sends probes
	 * @param monitor shows the state of the channels
	 * @param properties the settings of notifications
	 */
	public ChannelRecovery(ChannelTable table, NotificationDelivery delivery, ChannelMonitor monitor,
			NotificationProperties properties) {
		this.table = table;
		this.delivery = delivery;
		this.monitor = monitor;
		this.properties = properties;
	}

	/**
	 * Probes a paused channel if a probe is due, or releases notifications of a channel
	 * that recovers.
	 * @param channel the channel's name
	 * @return what happens to the task
	 */
	public CompletionHandler<Void> run(String channel) {
		ChannelState state = this.table.state(channel);
		if (state.status() != ChannelState.Status.PAUSED) {
			return release(channel);
		}
		Instant due = state.nextProbeAt();
		if (due != null && due.isAfter(Instant.now())) {
			return again(Duration.between(Instant.now(), due));
		}
		return probe(channel);
	}

	private CompletionHandler<Void> probe(String channel) {
		for (int i = 0; i < MOST_UNTESTED; i++) {
			Optional<String> next = this.table.nextProbe(channel);
			if (next.isEmpty()) {
				return recover(channel); // the next notification tests the channel
			}
			String id = next.get();
			AttemptResult result = this.delivery.probe(id);
			Duration retryIn = result.retryIn();
			if (retryIn != null) {
				this.table.reschedule(id, Instant.now().plus(retryIn));
			}
			switch (result.channel()) {
				case WORKS -> {
					this.monitor.probed(channel, true);
					return recover(channel);
				}
				case FAILS -> {
					this.monitor.probed(channel, false);
					Duration delay = this.table.probeFailed(channel, id, result.failure(), Instant.now());
					NotificationLog.probeFailed(channel, result.failure(), delay);
					this.monitor.refresh();
					return again(delay);
				}
				case NOT_TESTED -> {
					// Try the next one.
				}
			}
		}
		return again(Duration.ZERO);
	}

	private CompletionHandler<Void> recover(String channel) {
		this.table.recover(channel);
		NotificationLog.recovers(this.table.state(channel), this.properties.maxPerSecond());
		return release(channel);
	}

	private CompletionHandler<Void> release(String channel) {
		ChannelState ended = this.table.release(channel, Instant.now()).orElse(null);
		this.monitor.refresh();
		if (ended == null) {
			return again(RELEASE_INTERVAL);
		}
		NotificationLog.recovered(ended);
		return (complete, task) -> {
			// The task was removed in the same transaction.
		};
	}

	private static CompletionHandler<Void> again(Duration delay) {
		return (complete, task) -> task.reschedule(complete, complete.getTimeDone().plus(delay));
	}

}
