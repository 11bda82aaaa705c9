package io.bookings.user;

import io.bookings.events.BookingConfirmed;

/**
 * The words in which a booking confirmation is told.
 */
final class BookingConfirmationWording {

	private BookingConfirmationWording() {
	}

	static String logLine(BookingConfirmed event) {
		return "Booking has been confirmed by provider %s at %s".formatted(event.providerId(), event.acceptedAt());
	}

}
