package io.bookings.consumer.notification;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.bookings.consumer.settings.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of notifications.
 *
 * @param enabled whether notifications are sent; events that are processed while it is
 * false are never notified
 * @param link URI template of the page where the recipient can act on a booking, with the
 * variables {@code {bookingId}} and {@code {recipientId}}; e-mails link to it
 * @param maxAttempts the number of failed attempts after which a notification is FAILED,
 * 1 to 100
 * @param backOff delays between the attempts to send a notification
 * @param maxPerSecond the number of notifications that a channel sends in each second
 * after an outage, over all instances, 1 to 1000
 * @param probeBackOff delays between the probes of a paused channel
 * @param contactRetry the interval at which a missing contact is looked up again
 * @param retention how long notifications are kept that are no longer pending
 */
@ConfigurationProperties("booking.notification")
public record NotificationProperties(@DefaultValue("true") boolean enabled, @Nullable String link,
		@DefaultValue("12") int maxAttempts, @DefaultValue BackOff backOff, @DefaultValue("10") int maxPerSecond,
		@DefaultValue ProbeBackOff probeBackOff, @DefaultValue("1m") Duration contactRetry,
		@DefaultValue("30d") Duration retention) {

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public NotificationProperties {
		if (link != null) {
			new BookingLink(link);
		}
		Settings.require(maxAttempts >= 1 && maxAttempts <= 100,
				"booking.notification.max-attempts is %s: set it to 1 to 100", maxAttempts);
		Settings.require(maxPerSecond >= 1 && maxPerSecond <= 1000,
				"booking.notification.max-per-second is %s: set it to 1 to 1000", maxPerSecond);
		Settings.requireBetween("booking.notification.contact-retry", contactRetry, Duration.ofSeconds(1),
				Duration.ofDays(1));
		Settings.requireBetween("booking.notification.retention", retention, Duration.ofHours(1),
				Duration.ofDays(3650));
	}

	/**
	 * The template of the links.
	 * @return {@code null} without the setting
	 */
	public @Nullable BookingLink bookingLink() {
		return (this.link != null) ? new BookingLink(this.link) : null;
	}

	/**
	 * Exponential back-off with jitter over the upper half of each delay.
	 *
	 * @param initial upper bound of the delay after the first failure; it doubles with
	 * each further failure
	 * @param max upper bound of every delay
	 */
	public record BackOff(@DefaultValue("5s") Duration initial, @DefaultValue("1h") Duration max) {

		/**
		 * Validates the settings.
		 * @throws IllegalArgumentException with the name of the setting and the remedy
		 */
		public BackOff {
			Settings.requireBetween("booking.notification.back-off.initial", initial, Duration.ofMillis(100),
					Duration.ofHours(1));
			Settings.requireBetween("booking.notification.back-off.max", max, initial, Duration.ofDays(1));
		}

		/**
		 * Returns a random delay before the next attempt.
		 * @param attempts failed attempts so far, from 1
		 * @param random the source of the jitter
		 */
		Duration delay(int attempts, RandomGenerator random) {
			return randomDelay(this.initial, this.max, attempts, random);
		}

	}

	/**
	 * Exponential back-off with jitter over the upper half of each delay.
	 *
	 * @param initial upper bound of the delay before the first probe; it doubles with
	 * each failed probe
	 * @param max upper bound of every delay, unless the receiver asks for more
	 */
	public record ProbeBackOff(@DefaultValue("5s") Duration initial, @DefaultValue("1m") Duration max) {

		/**
		 * Validates the settings.
		 * @throws IllegalArgumentException with the name of the setting and the remedy
		 */
		public ProbeBackOff {
			Settings.requireBetween("booking.notification.probe-back-off.initial", initial, Duration.ofMillis(100),
					Duration.ofHours(1));
			Settings.requireBetween("booking.notification.probe-back-off.max", max, initial, Duration.ofHours(1));
		}

		/**
		 * Returns a random delay before a probe.
		 * @param probe the number of the probe, from 1
		 * @param random the source of the jitter
		 */
		Duration delay(int probe, RandomGenerator random) {
			return randomDelay(this.initial, this.max, probe, random);
		}

	}

	private static Duration randomDelay(Duration initial, Duration max, int attempts, RandomGenerator random) {
		long doublings = Math.min(Math.max(attempts - 1, 0), 30);
		long first = initial.toMillis();
		long most = max.toMillis();
		long bound = (first > (most >> doublings)) ? most : first << doublings;
		return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
	}

}
