package io.bookings.consumer.timeline;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The setting of links to traces.
 *
 * @param traceLink URL of a trace in your tool, with the variable {@code {traceId}}
 */
@ConfigurationProperties("booking")
public record TraceProperties(@Nullable String traceLink) {

	/**
	 * Refuses a template that cannot work.
	 * @throws IllegalArgumentException with a sentence that names the setting
	 */
	public TraceProperties {
		if (traceLink != null && !traceLink.isBlank()) {
			new TraceLink(traceLink);
		}
	}

	@Nullable TraceLink link() {
		return (this.traceLink != null && !this.traceLink.isBlank()) ? new TraceLink(this.traceLink) : null;
	}

}
