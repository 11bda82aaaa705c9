package io.bookings.consumer.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long bookings are kept.
 *
 * @param retention how long a booking is kept after its slot has ended, or after its
 * receipt if that is later or if its slot is not known; not set to keep bookings without
 * a limit
 */
@ConfigurationProperties("booking")
public record RetentionProperties(@Nullable Duration retention) {

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public RetentionProperties {
		if (retention != null) {
			Settings.requireBetween("booking.retention", retention, Duration.ofMinutes(1), Duration.ofDays(36500));
		}
	}

	/**
	 * Returns the retention.
	 * @return the retention
	 * @throws IllegalStateException if it is not set
	 */
	public Duration required() {
		if (this.retention == null) {
			throw new IllegalStateException("booking.retention is not set");
		}
		return this.retention;
	}

	/**
	 * Checks that a booking is kept at least as long as the inbox keeps its id.
	 * Otherwise, the look-up of a booking that was processed recently would find nothing.
	 * @param consumer the settings of the inbox
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public void requireAtLeastInbox(ConsumerProperties consumer) {
		Settings.require(this.retention == null || this.retention.compareTo(consumer.processedRetention()) >= 0,
				"booking.retention is %s, shorter than booking.consumer.processed-retention (%s): set it to at least "
						+ "%2$s, or remove it to keep bookings without a limit",
				Settings.print(this.retention), Settings.print(consumer.processedRetention()));
	}

}
