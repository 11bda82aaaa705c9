package io.bookings.events;

import java.time.Instant;
import java.util.List;

/**
 * A provider has accepted a booking.
 *
 * @param bookingId the booking's identifier
 * @param providerId the identifier of the provider who accepted
 * @param acceptedAt when the provider accepted
 * @param timestamp when the event was published
 */
public record BookingConfirmed(String bookingId, String providerId, Instant acceptedAt,
		Instant timestamp) implements BookingEvent {

	private static final EventField<BookingConfirmed, String> BOOKING_ID = EventField.id("bookingId",
			BookingConfirmed::bookingId);

	private static final EventField<BookingConfirmed, String> PROVIDER_ID = EventField.id("providerId",
			BookingConfirmed::providerId);

	private static final EventField<BookingConfirmed, Instant> ACCEPTED_AT = EventField.instant("acceptedAt",
			BookingConfirmed::acceptedAt);

	/**
	 * The event's type.
	 */
	public static final EventType<BookingConfirmed> TYPE = EventType.of("BOOKING_CONFIRMED", BookingConfirmed.class,
			BookingConfirmed::read, List.of(BOOKING_ID, PROVIDER_ID, ACCEPTED_AT));

	/**
	 * Creates a valid event.
	 * @throws InvalidEventException if any value is missing or breaks a rule; lists all
	 * violations
	 */
	public BookingConfirmed {
		new Violations().check(BOOKING_ID, bookingId)
			.check(PROVIDER_ID, providerId)
			.check(ACCEPTED_AT, acceptedAt)
			.check(EventType.TIMESTAMP, timestamp)
			.throwIfAny();
	}

	/* The constructor rejects null, which stands for a missing value. */
	@SuppressWarnings("NullAway")
	private static BookingConfirmed read(EventDocument document) {
		return new BookingConfirmed(document.get(BOOKING_ID), document.get(PROVIDER_ID), document.get(ACCEPTED_AT),
				document.get(EventType.TIMESTAMP));
	}

	@Override
	public EventType<BookingConfirmed> eventType() {
		return TYPE;
	}

}
