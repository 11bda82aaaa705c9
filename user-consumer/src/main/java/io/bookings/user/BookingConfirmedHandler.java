package io.bookings.user;

import java.util.List;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.notification.Notifications;
import io.bookings.events.BookingConfirmed;
import io.bookings.events.EventType;

import org.springframework.stereotype.Component;

/**
 * Stores booking confirmations and schedules the notifications of their users.
 */
@Component
class BookingConfirmedHandler implements BookingEventHandler<BookingConfirmed> {

	private final BookingConfirmations confirmations;

	private final Notifications notifications;

	BookingConfirmedHandler(BookingConfirmations confirmations, Notifications notifications) {
		this.confirmations = confirmations;
		this.notifications = notifications;
	}

	@Override
	public EventType<BookingConfirmed> eventType() {
		return BookingConfirmed.TYPE;
	}

	@Override
	public void handle(List<BookingConfirmed> events) {
		this.confirmations.saveAll(events.stream().map(BookingConfirmation::new).toList());
		this.notifications.schedule(BookingConfirmed.TYPE, events.stream().map(BookingConfirmed::bookingId).toList());
	}

	@Override
	public String describe(BookingConfirmed event) {
		return "Booking has been confirmed by provider %s at %s".formatted(event.providerId(), event.acceptedAt());
	}

}
