package io.bookings.consumer.cancelled;

import java.util.List;

import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.notification.Notifications;
import io.bookings.events.EventType;

import org.springframework.stereotype.Component;

@Component
class BookingCancelledHandler implements BookingEventHandler<BookingCancelled> {

	private final Cancellations cancellations;

	private final Notifications notifications;

	BookingCancelledHandler(Cancellations cancellations, Notifications notifications) {
		this.cancellations = cancellations;
		this.notifications = notifications;
	}

	@Override
	public EventType<BookingCancelled> eventType() {
		return BookingCancelled.TYPE;
	}

	@Override
	public void handle(List<BookingCancelled> events) {
		this.cancellations.insert(events);
		this.notifications.schedule(BookingCancelled.TYPE, events.stream().map(BookingCancelled::bookingId).toList());
	}

	@Override
	public String describe(BookingCancelled event) {
		return "The booking with provider %s was cancelled at %s".formatted(event.providerId(), event.cancelledAt());
	}

}
