package io.bookings.consumer.notification;

import java.util.Map;

import io.bookings.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The content of a notification about a booking.
 *
 * @param eventType the type of the event that caused the notification
 * @param recipientId id of the provider or user to notify
 * @param template name of the text templates and prefix of their message keys, such as
 * {@code booking-requested}
 * @param calendarEntry the booked slot, or {@code null} if the event has none; a
 * notification with a calendar entry expires when the slot starts, one without never
 * expires
 * @param details further values that the templates may use; ids, never personal data
 */
public record NotificationContent(EventType<?> eventType, String recipientId, String template,
		@Nullable CalendarEntry calendarEntry, Map<String, String> details) {

	/**
	 * Copies the details.
	 */
	public NotificationContent {
		details = Map.copyOf(details);
	}

}
