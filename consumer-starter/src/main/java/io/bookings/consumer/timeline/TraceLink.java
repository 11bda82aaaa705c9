package io.bookings.consumer.timeline;

import java.util.regex.Pattern;

import io.bookings.consumer.settings.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The template of the links to traces.
 *
 * @param template an http(s) URL with the variable {@code {traceId}} after its host
 */
public record TraceLink(String template) {

	private static final String SETTING = "booking.trace-link";

	private static final String TRACE_ID = "{traceId}";

	private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

	/**
	 * Refuses a template that cannot work.
	 * @throws IllegalArgumentException with a sentence that names the setting and the
	 * remedy
	 */
	public TraceLink {
		template = template.strip();
		Settings.require(template.contains(TRACE_ID), "%s has no variable %s: add it", SETTING, TRACE_ID);
		Settings.require(authority(template, "a").equals(authority(template, "b")),
				"%s has the variable before its path: use it only in the path, the query or the fragment", SETTING);
	}

	private static String authority(String template, String id) {
		return Settings.httpUrl(SETTING, template.replace(TRACE_ID, id)).getRawAuthority();
	}

	static boolean isTraceId(@Nullable String id) {
		return id != null && ID.matcher(id).matches();
	}

	String expand(String traceId) {
		return this.template.replace(TRACE_ID, traceId);
	}

}
