package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.Map;

/**
 * What is to be told about a booking.
 *
 * @param recipientId id of the provider or user to tell
 * @param template name of the text templates and prefix of their message keys, such as
 * {@code booking-requested}
 * @param slotStart when the booked slot starts; nobody is told about a slot that has
 * started
 * @param slotEnd when it ends
 * @param details further values that the templates may use; ids, never personal data
 */
public record NotificationContent(String recipientId, String template, Instant slotStart, Instant slotEnd,
		Map<String, String> details) {

	/**
	 * Takes a copy of the details.
	 */
	public NotificationContent {
		details = Map.copyOf(details);
	}

}
