package io.bookings.consumer.cancelled;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The table {@code booking_cancellation}.
 */
@Repository
class Cancellations {

	private final JdbcClient jdbc;

	Cancellations(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	void insert(List<BookingCancelled> events) {
		for (BookingCancelled event : events) {
			this.jdbc.sql("""
					insert into booking_cancellation (booking_id, provider_id, cancelled_at)
					values (:bookingId, :providerId, :cancelledAt::timestamptz)""")
				.param("bookingId", event.bookingId())
				.param("providerId", event.providerId())
				.param("cancelledAt", event.cancelledAt().toString())
				.update();
		}
	}

}
