package io.bookings.events;

import java.time.Instant;

/**
 * The provider has accepted a booking.
 *
 * @param bookingId the booking's identifier
 * @param providerId the identifier of the provider who accepted
 * @param acceptedAt when the provider accepted
 * @param timestamp when the event was published
 */
public record BookingConfirmed(String bookingId, String providerId, Instant acceptedAt,
		Instant timestamp) implements BookingEvent {

	/**
	 * The event type's name in JSON.
	 */
	public static final String EVENT_TYPE = "BOOKING_CONFIRMED";

	/**
	 * Checks the event.
	 * @throws InvalidEventException if any value is missing or breaks a rule; lists all
	 * that do
	 */
	public BookingConfirmed {
		Violations violations = new Violations();
		violations.checkId("bookingId", bookingId);
		violations.checkId("providerId", providerId);
		violations.checkInstant("acceptedAt", acceptedAt);
		violations.checkInstant("timestamp", timestamp);
		violations.throwIfAny();
	}

	@Override
	public String eventType() {
		return EVENT_TYPE;
	}

}
