package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import io.bookings.consumer.notification.ChannelState.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last known state of each channel for health and metrics, so that neither
 * needs the database.
 */
public class ChannelMonitor {

	private final ChannelTable table;

	private final MeterRegistry registry;

	private final List<String> names;

	private volatile @Nullable Map<String, ChannelState> states;

	/**
	 * Registers the meters.
	 * @param table the state of the channels
	 * @param registry the registry of the meters
	 * @param names the names of the channels
	 */
	public ChannelMonitor(ChannelTable table, MeterRegistry registry, Collection<String> names) {
		this.table = table;
		this.registry = registry;
		this.names = List.copyOf(new TreeSet<>(names));
		this.names.forEach(this::register);
	}

	private void register(String name) {
		Gauge.builder("booking.notification.channel.paused", () -> value(name, (state) -> isPaused(state) ? 1 : 0))
			.tag("channel", name)
			.register(this.registry);
		TimeGauge
			.builder("booking.notification.channel.paused.since", () -> value(name, ChannelMonitor::pausedSeconds),
					TimeUnit.SECONDS)
			.tag("channel", name)
			.register(this.registry);
		Gauge.builder("booking.notification.channel.waiting", () -> value(name, ChannelState::waiting))
			.tag("channel", name)
			.register(this.registry);
		probes(name, true);
		probes(name, false); // shows 0 until the first one
	}

	private Counter probes(String name, boolean works) {
		return this.registry.counter("booking.notification.channel.probes", "channel", name, "result",
				works ? "works" : "fails");
	}

	private double value(String name, ToDoubleFunction<ChannelState> value) {
		Map<String, ChannelState> known = this.states;
		return (known != null) ? value.applyAsDouble(known.getOrDefault(name, ChannelState.working(name))) : Double.NaN;
	}

	private static boolean isPaused(ChannelState state) {
		return state.status() == Status.PAUSED;
	}

	private static double pausedSeconds(ChannelState state) {
		Instant since = state.pausedSince();
		return (isPaused(state) && since != null) ? Math.max(0, Duration.between(since, Instant.now()).toSeconds()) : 0;
	}

	/**
	 * Counts a probe.
	 */
	void probed(String channel, boolean works) {
		probes(channel, works).increment();
	}

	/**
	 * Reads the state of the channels.
	 */
	public void refresh() {
		this.states = this.table.states().stream().collect(Collectors.toMap(ChannelState::name, Function.identity()));
	}

	/**
	 * Returns the last known state of each configured channel.
	 * @return the states in the order of the names, or {@code null} if none is known yet
	 */
	@Nullable List<ChannelState> states() {
		Map<String, ChannelState> known = this.states;
		return (known != null)
				? this.names.stream().map((name) -> known.getOrDefault(name, ChannelState.working(name))).toList()
				: null;
	}

}
