package io.bookings.events;

import java.time.Instant;

/**
 * A user has asked a provider for a booking.
 *
 * @param bookingId the booking's identifier
 * @param userId the identifier of the user who books
 * @param providerId the identifier of the provider who is asked
 * @param slotId the identifier of the provider's slot
 * @param slotStart when the slot starts
 * @param slotEnd when the slot ends, after {@code slotStart}
 * @param timestamp when the event was published
 */
public record BookingCreated(String bookingId, String userId, String providerId, String slotId, Instant slotStart,
		Instant slotEnd, Instant timestamp) implements BookingEvent {

	/**
	 * The event type's name in JSON.
	 */
	public static final String EVENT_TYPE = "BOOKING_CREATED";

	/**
	 * Checks the event.
	 * @throws InvalidEventException if any value is missing or breaks a rule; lists all
	 * that do
	 */
	public BookingCreated {
		Violations violations = new Violations();
		violations.checkId("bookingId", bookingId);
		violations.checkId("userId", userId);
		violations.checkId("providerId", providerId);
		violations.checkId("slotId", slotId);
		violations.checkInstant("slotStart", slotStart);
		violations.checkInstant("slotEnd", slotEnd);
		violations.checkSlot(slotStart, slotEnd);
		violations.checkInstant("timestamp", timestamp);
		violations.throwIfAny();
	}

	@Override
	public String eventType() {
		return EVENT_TYPE;
	}

}
