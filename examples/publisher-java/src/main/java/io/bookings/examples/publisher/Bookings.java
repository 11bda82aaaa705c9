package io.bookings.examples.publisher;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The bookings of the booking service. Each method commits the booking and its event
 * together, or neither.
 */
@Repository
class Bookings {

	private final JdbcClient jdbc;

	private final Outbox outbox;

	Bookings(JdbcClient jdbc, Outbox outbox) {
		this.jdbc = jdbc;
		this.outbox = outbox;
	}

	/**
	 * Stores a booking that a user asks for.
	 * @return whether it is new; a booking that exists is not changed
	 */
	@Transactional
	boolean request(BookingCreated event, String traceparent) {
		int inserted = this.jdbc.sql("""
				insert into booking (booking_id, user_id, provider_id, slot_id, slot_start, slot_end, traceparent)
				values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
			.params(event.bookingId(), event.userId(), event.providerId(), event.slotId(), utc(event.slotStart()),
					utc(event.slotEnd()), traceparent)
			.update();
		if (inserted == 1) {
			this.outbox.add(event, traceparent);
		}
		return inserted == 1;
	}

	/**
	 * Stores that the provider has accepted a booking.
	 * @return whether it is new; a booking that was accepted before is not changed
	 */
	@Transactional
	boolean confirm(String bookingId, Instant acceptedAt) {
		return this.jdbc.sql("""
				update booking set accepted_at = ? where booking_id = ? and accepted_at is null
				returning provider_id, traceparent""").params(utc(acceptedAt), bookingId).query((row, number) -> {
			this.outbox.add(new BookingConfirmed(bookingId, row.getString("provider_id"), acceptedAt, Instant.now()),
					row.getString("traceparent"));
			return bookingId;
		}).optional().isPresent();
	}

	private static OffsetDateTime utc(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

}
