package io.bookings.consumer.notification;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.bookings.consumer.settings.Settings;

import org.springframework.web.util.UriUtils;

/**
 * The template of the links in notifications, where recipients can act on a booking.
 *
 * @param template an http(s) URL, with the variables {@code {bookingId}} and
 * {@code {recipientId}} anywhere after its host; apart from them, it is used exactly as
 * it is written
 */
public record BookingLink(String template) {

	private static final String SETTING = "booking.notification.link";

	private static final String BOOKING_ID = "{bookingId}";

	private static final String RECIPIENT_ID = "{recipientId}";

	private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}?");

	/**
	 * Refuses a template that cannot work.
	 * @throws IllegalArgumentException with a sentence that names the setting and the
	 * remedy
	 */
	public BookingLink {
		template = template.strip();
		for (Matcher variable = VARIABLE.matcher(template); variable.find();) {
			Settings.require(variable.group().equals(BOOKING_ID) || variable.group().equals(RECIPIENT_ID),
					"%s has the variable %s: use only %s and %s", SETTING, variable.group(), BOOKING_ID, RECIPIENT_ID);
		}
		Settings.require(authority(template, "a").equals(authority(template, "b")),
				"%s has a variable before its path: use variables only in the path, the query or the fragment",
				SETTING);
	}

	/**
	 * The link to a booking.
	 * @param bookingId the booking, percent-encoded here
	 * @param recipientId the provider or user, percent-encoded here
	 * @return a URL of ASCII characters, if the template is ASCII
	 */
	String expand(String bookingId, String recipientId) {
		return expand(this.template, UriUtils.encode(bookingId, StandardCharsets.UTF_8),
				UriUtils.encode(recipientId, StandardCharsets.UTF_8));
	}

	private static String authority(String template, String value) {
		return Settings.httpUrl(SETTING, expand(template, value, value)).getRawAuthority();
	}

	private static String expand(String template, String bookingId, String recipientId) {
		return template.replace(BOOKING_ID, bookingId).replace(RECIPIENT_ID, recipientId);
	}

}
