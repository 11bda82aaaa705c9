package io.bookings.provider;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.events.BookingCreated;

import org.springframework.stereotype.Component;

/**
 * Notifies providers of booking requests.
 */
@Component
class ProviderNotifications implements NotificationSource {

	@Override
	public String bookings() {
		return """
				select booking_id, provider_id as recipient_id, user_id, slot_id, slot_start, slot_end, requested_at
				from booking_request""";
	}

	@Override
	public NotificationContent content(ResultSet booking) throws SQLException {
		CalendarEntry slot = new CalendarEntry(Columns.instant(booking, "slot_start"),
				Columns.instant(booking, "slot_end"), CalendarEntry.Status.TENTATIVE,
				Columns.instant(booking, "requested_at"));
		return new NotificationContent(BookingCreated.TYPE, booking.getString("recipient_id"), "booking-requested",
				slot, Map.of("slotId", booking.getString("slot_id"), "userId", booking.getString("user_id")));
	}

}
