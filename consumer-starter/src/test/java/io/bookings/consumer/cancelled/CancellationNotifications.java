package io.bookings.consumer.cancelled;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;

import org.springframework.stereotype.Component;

/**
 * Notifies providers of cancelled bookings. The event has no slot, so there is no
 * calendar entry.
 */
@Component
class CancellationNotifications implements NotificationSource {

	@Override
	public String bookings() {
		return "select booking_id, provider_id as recipient_id from booking_cancellation";
	}

	@Override
	public NotificationContent content(ResultSet booking) throws SQLException {
		return new NotificationContent(BookingCancelled.TYPE, booking.getString("recipient_id"), "booking-cancelled",
				null, Map.of());
	}

}
