package io.bookings.provider;

import io.bookings.events.BookingCreated;

/**
 * The words in which a booking request is told.
 */
final class BookingRequestWording {

	private BookingRequestWording() {
	}

	static String logLine(BookingCreated event) {
		return "Provider %s has a new booking request by user %s for slot %s, %s - %s".formatted(event.providerId(),
				event.userId(), event.slotId(), event.slotStart(), event.slotEnd());
	}

}
