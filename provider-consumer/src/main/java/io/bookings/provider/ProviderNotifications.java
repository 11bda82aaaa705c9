package io.bookings.provider;

import java.util.Map;
import java.util.Optional;

import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.events.BookingCreated;

import org.springframework.stereotype.Component;

/**
 * Notifies providers of booking requests.
 */
@Component
class ProviderNotifications implements NotificationSource {

	private final BookingCreatedHandler events;

	private final Contacts contacts;

	ProviderNotifications(BookingCreatedHandler events, Contacts contacts) {
		this.events = events;
		this.contacts = contacts;
	}

	@Override
	public NotificationContent prepare(String bookingId) {
		BookingCreated event = this.events.find(bookingId)
			.orElseThrow(() -> new PermanentDeliveryException("the booking request was deleted"));
		CalendarEntry slot = new CalendarEntry(event.slotStart(), event.slotEnd(), CalendarEntry.Status.TENTATIVE,
				event.timestamp());
		return new NotificationContent(BookingCreated.TYPE, event.providerId(), "booking-requested", slot,
				Map.of("slotId", event.slotId(), "userId", event.userId()));
	}

	@Override
	public Optional<Contact> contact(String providerId) {
		return this.contacts.find(providerId);
	}

}
