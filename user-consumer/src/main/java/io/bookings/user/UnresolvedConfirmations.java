package io.bookings.user;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.bookings.consumer.task.RetriedTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The confirmations whose user is not known yet: their number and age for metrics and
 * health, read in the background.
 */
class UnresolvedConfirmations {

	private final JdbcClient jdbc;

	private final RetriedTask task;

	private volatile @Nullable Snapshot snapshot;

	UnresolvedConfirmations(JdbcClient jdbc, RetriedTask task, MeterRegistry registry) {
		this.jdbc = jdbc;
		this.task = task;
		Gauge.builder("booking.confirmations.unresolved", this, UnresolvedConfirmations::number).register(registry);
		TimeGauge.builder("booking.confirmations.unresolved.oldest", this::ageInSeconds, TimeUnit.SECONDS)
			.register(registry);
	}

	/**
	 * Reads number and age, and schedules the task for confirmations that have none:
	 * those of version 1.0, and those of its instances during a rolling update.
	 */
	void check() {
		Snapshot current = this.jdbc.sql(
				"select count(*) as number, min(received_at) as oldest from booking_confirmation where user_id is null")
			.query(Snapshot.class)
			.single();
		this.snapshot = current;
		if (current.number() > 0) {
			this.task.scheduleMissing("select booking_id from booking_confirmation where user_id is null");
		}
	}

	/**
	 * Returns the last values read, or {@code null} before the first.
	 */
	@Nullable Snapshot snapshot() {
		return this.snapshot;
	}

	private double number() {
		Snapshot known = this.snapshot;
		return (known != null) ? known.number() : Double.NaN;
	}

	private double ageInSeconds() {
		Snapshot known = this.snapshot;
		return (known != null) ? known.age().toSeconds() : Double.NaN;
	}

	/**
	 * The unresolved confirmations at a time.
	 *
	 * @param number how many there are
	 * @param oldest when the oldest was received, or {@code null} if there are none
	 */
	record Snapshot(long number, @Nullable Instant oldest) {

		/**
		 * The age of the oldest, zero if there are none.
		 */
		Duration age() {
			Duration age = (this.oldest != null) ? Duration.between(this.oldest, Instant.now()) : Duration.ZERO;
			return age.isNegative() ? Duration.ZERO : age;
		}

	}

}
