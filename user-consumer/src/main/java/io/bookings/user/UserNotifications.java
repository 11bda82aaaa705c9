package io.bookings.user;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.NoContentYetException;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.events.BookingConfirmed;

import org.springframework.stereotype.Component;

/**
 * Notifies users of confirmed bookings. {@link BookingResolver} schedules a notification
 * when it has found the user. Only notifications of version 1.0 can exist earlier.
 */
@Component
class UserNotifications implements NotificationSource {

	@Override
	public String bookings() {
		return """
				select booking_id, user_id as recipient_id, provider_id, slot_start, slot_end, accepted_at
				from booking_confirmation""";
	}

	@Override
	public NotificationContent content(ResultSet booking) throws SQLException {
		String userId = booking.getString("recipient_id");
		if (userId == null) {
			throw new NoContentYetException("the user of the booking is not known yet");
		}
		CalendarEntry slot = new CalendarEntry(Columns.instant(booking, "slot_start"),
				Columns.instant(booking, "slot_end"), CalendarEntry.Status.CONFIRMED,
				Columns.instant(booking, "accepted_at"));
		return new NotificationContent(BookingConfirmed.TYPE, userId, "booking-confirmed", slot,
				Map.of("providerId", booking.getString("provider_id")));
	}

}
