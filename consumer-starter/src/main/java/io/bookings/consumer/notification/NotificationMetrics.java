package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;

import io.bookings.consumer.notification.NotificationTable.Oldest;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of notifications, see {@code docs/metrics.md}.
 */
public class NotificationMetrics {

	private static final Duration[] DELIVERY = LongStream
		.of(1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000, 14_400_000)
		.mapToObj(Duration::ofMillis)
		.toArray(Duration[]::new);

	/**
	 * The tag of notifications without a channel, or with a channel that does not exist.
	 */
	private static final String NO_CHANNEL = "none";

	private final MeterRegistry registry;

	private final Map<String, Timer> deliveries = new HashMap<>();

	private volatile @Nullable Oldest oldest;

	/**
	 * Registers the meters.
	 * @param registry the registry of the meters
	 * @param channels the names of the channels
	 */
	public NotificationMetrics(MeterRegistry registry, Set<String> channels) {
		this.registry = registry;
		for (String channel : channels) {
			this.deliveries.put(channel,
					Timer.builder("booking.notification.delivery")
						.tag("channel", channel)
						.serviceLevelObjectives(DELIVERY)
						.register(registry));
		}
		for (Status status : Status.values()) { // shows 0 until the first one
			channels.forEach((channel) -> attempts(channel, status));
			attempts(NO_CHANNEL, status);
		}
		gauge("contact", Oldest::waitingForContact);
		gauge("delivery", Oldest::waitingForDelivery);
		gauge("channel", Oldest::waitingForChannel);
	}

	private Counter attempts(String channel, Status status) {
		return this.registry.counter("booking.notifications", "channel", channel, "status", status.code());
	}

	private void gauge(String waitsFor, Function<Oldest, @Nullable Instant> since) {
		TimeGauge.builder("booking.notification.oldest.pending", () -> age(since), TimeUnit.SECONDS)
			.tag("waits.for", waitsFor)
			.register(this.registry);
	}

	private double age(Function<Oldest, @Nullable Instant> since) {
		Oldest known = this.oldest;
		if (known == null) {
			return Double.NaN;
		}
		Instant created = since.apply(known);
		return (created != null) ? Math.max(0, Duration.between(created, Instant.now()).toSeconds()) : 0;
	}

	/**
	 * Counts an attempt by its result.
	 */
	void attempted(PendingNotification notification, Status status) {
		Timer delivery = this.deliveries.get(notification.channel());
		attempts((delivery != null) ? String.valueOf(notification.channel()) : NO_CHANNEL, status).increment();
		if (delivery != null && status == Status.SENT) {
			delivery.record(Duration.between(notification.createdAt(), Instant.now()));
		}
	}

	/**
	 * Reads the age of the oldest pending notifications.
	 * @param table the table of notifications
	 */
	public void refresh(NotificationTable table) {
		this.oldest = table.oldestPending();
	}

}
