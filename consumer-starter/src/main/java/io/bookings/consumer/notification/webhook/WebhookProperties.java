package io.bookings.consumer.notification.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.bookings.consumer.settings.Settings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the webhook channel.
 *
 * @param url URL of the requests, used unchanged; the channel exists only if it is set
 * @param secret keys of the signatures, each {@code whsec_} and 24 to 64 bytes in Base64;
 * during a rotation, the new one and the previous one
 * @param timeout limit for connecting, and for the response
 */
@ConfigurationProperties("booking.notification.webhook")
public record WebhookProperties(String url, @DefaultValue List<String> secret, @DefaultValue("5s") Duration timeout) {

	private static final String SECRET = "booking.notification.webhook.secret";

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with the name of the setting and the remedy
	 */
	public WebhookProperties {
		Settings.httpUrl("booking.notification.webhook.url", url);
		secret = List.copyOf(secret);
		Settings.require(!secret.isEmpty(),
				"%s is not set: set it to whsec_ and the output of 'openssl rand -base64 32', and give the same secret "
						+ "to the receiver",
				SECRET);
		keys(secret);
		Settings.requireBetween("booking.notification.webhook.timeout", timeout, Duration.ofMillis(100),
				Duration.ofMinutes(1));
	}

	/**
	 * Returns the keys of the secrets.
	 * @return a key for each signature
	 */
	List<byte[]> keys() {
		return keys(this.secret);
	}

	private static List<byte[]> keys(List<String> secrets) {
		return secrets.stream().map((secret) -> WebhookSignature.key(SECRET, secret)).toList();
	}

	/**
	 * Returns the URL of the requests.
	 * @return the URL, with a host
	 */
	public URI target() {
		return Settings.httpUrl("booking.notification.webhook.url", this.url);
	}

}
