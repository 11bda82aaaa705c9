package io.bookings.events;

import java.time.Instant;
import java.util.List;

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

	private static final EventField<BookingCreated, String> BOOKING_ID = EventField.id("bookingId",
			BookingCreated::bookingId);

	private static final EventField<BookingCreated, String> USER_ID = EventField.id("userId", BookingCreated::userId);

	private static final EventField<BookingCreated, String> PROVIDER_ID = EventField.id("providerId",
			BookingCreated::providerId);

	private static final EventField<BookingCreated, String> SLOT_ID = EventField.id("slotId", BookingCreated::slotId);

	private static final EventField<BookingCreated, Instant> SLOT_START = EventField.instant("slotStart",
			BookingCreated::slotStart);

	private static final EventField<BookingCreated, Instant> SLOT_END = EventField.instant("slotEnd",
			BookingCreated::slotEnd);

	/**
	 * The event's type.
	 */
	public static final EventType<BookingCreated> TYPE = EventType.of("BOOKING_CREATED", BookingCreated.class,
			BookingCreated::read, List.of(BOOKING_ID, USER_ID, PROVIDER_ID, SLOT_ID, SLOT_START, SLOT_END));

	/**
	 * Creates a valid event.
	 * @throws InvalidEventException if any value is missing or breaks a rule; lists all
	 * violations
	 */
	public BookingCreated {
		Violations violations = new Violations().check(BOOKING_ID, bookingId)
			.check(USER_ID, userId)
			.check(PROVIDER_ID, providerId)
			.check(SLOT_ID, slotId)
			.check(SLOT_START, slotStart)
			.check(SLOT_END, slotEnd);
		if (slotStart != null && slotEnd != null && !slotEnd.isAfter(slotStart)) {
			violations.add(SLOT_END.name(), Rule.NOT_AFTER_SLOT_START);
		}
		violations.check(EventType.TIMESTAMP, timestamp).throwIfAny();
	}

	/* The constructor rejects null, which stands for a missing value. */
	@SuppressWarnings("NullAway")
	private static BookingCreated read(EventDocument document) {
		return new BookingCreated(document.get(BOOKING_ID), document.get(USER_ID), document.get(PROVIDER_ID),
				document.get(SLOT_ID), document.get(SLOT_START), document.get(SLOT_END),
				document.get(EventType.TIMESTAMP));
	}

	@Override
	public EventType<BookingCreated> eventType() {
		return TYPE;
	}

}
