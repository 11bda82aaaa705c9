package io.bookings.consumer.cancelled;

import java.time.Instant;
import java.util.List;

import io.bookings.events.BookingEvent;
import io.bookings.events.EventDocument;
import io.bookings.events.EventField;
import io.bookings.events.EventType;
import io.bookings.events.Violations;

/**
 * A user has cancelled a booking. An event for tests, which no service consumes.
 *
 * @param bookingId the booking's identifier
 * @param providerId the identifier of the provider whose slot is free again
 * @param cancelledAt when the user cancelled
 * @param timestamp when the event was published
 */
record BookingCancelled(String bookingId, String providerId, Instant cancelledAt,
		Instant timestamp) implements BookingEvent {

	private static final EventField<BookingCancelled, String> BOOKING_ID = EventField.id("bookingId",
			BookingCancelled::bookingId);

	private static final EventField<BookingCancelled, String> PROVIDER_ID = EventField.id("providerId",
			BookingCancelled::providerId);

	private static final EventField<BookingCancelled, Instant> CANCELLED_AT = EventField.instant("cancelledAt",
			BookingCancelled::cancelledAt);

	static final EventType<BookingCancelled> TYPE = EventType.of("BOOKING_CANCELLED", BookingCancelled.class,
			BookingCancelled::read, List.of(BOOKING_ID, PROVIDER_ID, CANCELLED_AT));

	BookingCancelled {
		new Violations().check(BOOKING_ID, bookingId)
			.check(PROVIDER_ID, providerId)
			.check(CANCELLED_AT, cancelledAt)
			.check(EventType.TIMESTAMP, timestamp)
			.throwIfAny();
	}

	private static BookingCancelled read(EventDocument document) {
		return new BookingCancelled(document.get(BOOKING_ID), document.get(PROVIDER_ID), document.get(CANCELLED_AT),
				document.get(EventType.TIMESTAMP));
	}

	@Override
	public EventType<BookingCancelled> eventType() {
		return TYPE;
	}

}
