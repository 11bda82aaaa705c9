package io.bookings.consumer.deadletter;

import java.time.Duration;

import io.bookings.consumer.settings.Settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the table of dead letters.
 *
 * @param collect whether messages of the dead-letter queue are moved to the table
 * {@code dead_letter}
 * @param retention how long letters are kept after they are resolved, returned or
 * discarded; others are never deleted
 */
@ConfigurationProperties("booking.dead-letters")
public record DeadLetterProperties(@DefaultValue("false") boolean collect, @DefaultValue("90d") Duration retention) {

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public DeadLetterProperties {
		Settings.requireBetween("booking.dead-letters.retention", retention, Duration.ofDays(1), Duration.ofDays(3650));
	}

}
