package io.bookings.events.external;

import java.time.Instant;
import java.util.List;

import io.bookings.events.BookingEvent;
import io.bookings.events.EventDocument;
import io.bookings.events.EventField;
import io.bookings.events.EventType;
import io.bookings.events.Violations;

/**
 * An event that is declared outside of the contract's package.
 */
record BookingMoved(String bookingId, String providerId, Instant movedTo, Instant timestamp) implements BookingEvent {

	static final EventField<BookingMoved, String> BOOKING_ID = EventField.id("bookingId", BookingMoved::bookingId);

	static final EventField<BookingMoved, String> PROVIDER_ID = EventField.id("providerId", BookingMoved::providerId);

	static final EventField<BookingMoved, Instant> MOVED_TO = EventField.instant("movedTo", BookingMoved::movedTo);

	static final EventType<BookingMoved> TYPE = EventType.of("BOOKING_MOVED", BookingMoved.class, BookingMoved::read,
			List.of(BOOKING_ID, PROVIDER_ID, MOVED_TO));

	BookingMoved {
		new Violations().check(BOOKING_ID, bookingId)
			.check(PROVIDER_ID, providerId)
			.check(MOVED_TO, movedTo)
			.check(EventType.TIMESTAMP, timestamp)
			.throwIfAny();
	}

	private static BookingMoved read(EventDocument document) {
		return new BookingMoved(document.get(BOOKING_ID), document.get(PROVIDER_ID), document.get(MOVED_TO),
				document.get(EventType.TIMESTAMP));
	}

	@Override
	public EventType<BookingMoved> eventType() {
		return TYPE;
	}

}
