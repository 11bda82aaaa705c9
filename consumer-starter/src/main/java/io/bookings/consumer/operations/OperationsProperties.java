package io.bookings.consumer.operations;

import io.bookings.consumer.settings.Settings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the operations page.
 *
 * @param enabled whether the service has the page
 * @param runbookUrl address of your own runbook with the headings of docs/operations.md;
 * without it, the page shows the runbook of its version
 */
@ConfigurationProperties("booking.operations")
public record OperationsProperties(@DefaultValue("true") boolean enabled, @Nullable String runbookUrl) {

	/**
	 * Refuses an address that is not a URL.
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public OperationsProperties {
		if (runbookUrl != null && !runbookUrl.isBlank()) {
			Settings.httpUrl("booking.operations.runbook-url", runbookUrl);
		}
	}

}
