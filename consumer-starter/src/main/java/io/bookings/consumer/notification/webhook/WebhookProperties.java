package io.bookings.consumer.notification.webhook;

import java.net.URI;
import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the webhook channel.
 *
 * @param url where the requests go; the channel exists only if it is set
 * @param secret key of the signature, at least 32 characters
 * @param timeout limit for connecting, and for the answer
 */
@ConfigurationProperties("booking.notification.webhook")
record WebhookProperties(URI url, @DefaultValue("") String secret, @DefaultValue("5s") Duration timeout) {

	private static final int LEAST_SECRET = 32;

	WebhookProperties {
		if (url.getHost() == null || url.getScheme() == null || !url.getScheme().startsWith("http")) {
			throw new IllegalArgumentException(
					"booking.notification.webhook.url is '%s': set it to an http(s) URL".formatted(url));
		}
		if (secret.length() < LEAST_SECRET) {
			throw new IllegalArgumentException("booking.notification.webhook.secret has %d characters: set at least %d"
				.formatted(secret.length(), LEAST_SECRET));
		}
		if (!timeout.isPositive()) {
			throw new IllegalArgumentException(
					"booking.notification.webhook.timeout is %s: set it to a positive duration".formatted(timeout));
		}
	}

}
