package io.bookings.consumer.timeline;

import java.net.URI;
import java.time.Duration;

import io.bookings.consumer.settings.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the timeline: where the other service is.
 *
 * @param url base URL of the other service, used unchanged; without it, the timeline has
 * this service's part only
 * @param username name for HTTP Basic; empty for no credentials
 * @param password password for HTTP Basic
 * @param timeout limit for connecting, and for the response
 */
@ConfigurationProperties("booking.timeline")
public record TimelineProperties(@Nullable String url, @DefaultValue("") String username,
		@DefaultValue("") String password, @DefaultValue("3s") Duration timeout) {

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public TimelineProperties {
		if (url != null && !url.isBlank()) {
			Settings.httpUrl("booking.timeline.url", url);
		}
		Settings.requireBetween("booking.timeline.timeout", timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
	}

	@Nullable URI address() {
		return (this.url != null && !this.url.isBlank()) ? Settings.httpUrl("booking.timeline.url", this.url) : null;
	}

}
