package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.Map;

/**
 * The content of a notification.
 *
 * @param recipientId id of the provider or user to notify
 * @param template name of the text templates and prefix of their message keys, such as
 * {@code booking-requested}
 * @param slotStart when the booked slot starts; no notification is sent after that
 * @param slotEnd when it ends
 * @param details further values for the templates, such as ids, without personal data
 */
public record NotificationContent(String recipientId, String template, Instant slotStart, Instant slotEnd,
		Map<String, String> details) {

	/**
	 * Copies the details.
	 */
	public NotificationContent {
		details = Map.copyOf(details);
	}

}
