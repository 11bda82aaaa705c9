package io.bookings.provider;

import java.util.List;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.notification.Notifications;
import io.bookings.events.BookingCreated;
import io.bookings.events.EventType;

import org.springframework.stereotype.Component;

/**
 * Stores booking requests and schedules the notifications of their providers.
 */
@Component
class BookingCreatedHandler implements BookingEventHandler<BookingCreated> {

	private final BookingRequests requests;

	private final Notifications notifications;

	BookingCreatedHandler(BookingRequests requests, Notifications notifications) {
		this.requests = requests;
		this.notifications = notifications;
	}

	@Override
	public EventType<BookingCreated> eventType() {
		return BookingCreated.TYPE;
	}

	@Override
	public void handle(List<BookingCreated> events) {
		this.requests.saveAll(events.stream().map(BookingRequest::new).toList());
		this.notifications.schedule(BookingCreated.TYPE, events.stream().map(BookingCreated::bookingId).toList());
	}

	@Override
	public String describe(BookingCreated event) {
		return "Provider %s has a new booking request by user %s for slot %s, %s - %s".formatted(event.providerId(),
				event.userId(), event.slotId(), event.slotStart(), event.slotEnd());
	}

}
