package io.bookings.consumer.notification;

import java.util.List;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health component {@code notification}: whether each channel works. It is always up,
 * because the service processes messages without its channels, and a restart does not
 * help.
 */
public class NotificationHealthIndicator implements HealthIndicator {

	private final ChannelMonitor monitor;

	/**
	 * Creates the indicator.
	 * @param monitor the state of the channels
	 */
	public NotificationHealthIndicator(ChannelMonitor monitor) {
		this.monitor = monitor;
	}

	@Override
	public Health health() {
		Health.Builder health = Health.up();
		List<ChannelState> states = this.monitor.states();
		if (states != null) {
			states.forEach((state) -> health.withDetail(state.name(), sentence(state)));
		}
		return health.build();
	}

	private static String sentence(ChannelState state) {
		return switch (state.status()) {
			case WORKING -> "working";
			case PAUSED -> "paused since %s, because %s. %s %d notifications wait".formatted(state.pausedSince(),
					state.reason(), state.remedy(), state.waiting());
			case RECOVERING -> "recovering: %d notifications wait".formatted(state.waiting());
		};
	}

}
