package io.bookings.consumer.notification.webhook;

import java.net.URI;
import java.time.Duration;

import io.bookings.consumer.settings.Settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the webhook channel.
 *
 * @param url URL of the requests, used unchanged; the channel exists only if it is set
 * @param secret key of the signature, at least 32 characters
 * @param timeout limit for connecting, and for the response
 */
@ConfigurationProperties("booking.notification.webhook")
public record WebhookProperties(String url, @DefaultValue("") String secret, @DefaultValue("5s") Duration timeout) {

	private static final int LEAST_SECRET = 32;

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public WebhookProperties {
		Settings.httpUrl("booking.notification.webhook.url", url);
		Settings.require(secret.length() >= LEAST_SECRET,
				"booking.notification.webhook.secret has %d characters: set at least %d", secret.length(),
				LEAST_SECRET);
		Settings.requireBetween("booking.notification.webhook.timeout", timeout, Duration.ofMillis(100),
				Duration.ofMinutes(1));
	}

	/**
	 * Returns the URL of the requests.
	 * @return the URL, with a host
	 */
	public URI target() {
		return Settings.httpUrl("booking.notification.webhook.url", this.url);
	}

}
