package io.bookings.user;

import java.util.List;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.task.RetriedTask;
import io.bookings.events.BookingConfirmed;
import io.bookings.events.EventType;

import org.springframework.stereotype.Component;

/**
 * Stores booking confirmations and schedules the task that resolves them.
 */
@Component
class BookingConfirmedHandler implements BookingEventHandler<BookingConfirmed> {

	private final BookingConfirmations confirmations;

	private final RetriedTask resolveBooking;

	BookingConfirmedHandler(BookingConfirmations confirmations, RetriedTask resolveBooking) {
		this.confirmations = confirmations;
		this.resolveBooking = resolveBooking;
	}

	@Override
	public EventType<BookingConfirmed> eventType() {
		return BookingConfirmed.TYPE;
	}

	@Override
	public void handle(List<BookingConfirmed> events) {
		this.confirmations.saveAll(events.stream().map(BookingConfirmation::new).toList());
		this.resolveBooking.schedule(events.stream().map(BookingConfirmed::bookingId).toList());
	}

	@Override
	public String describe(BookingConfirmed event) {
		return "Booking has been confirmed by provider %s at %s".formatted(event.providerId(), event.acceptedAt());
	}

}
