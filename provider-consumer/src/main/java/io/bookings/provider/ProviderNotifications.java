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

	private final BookingRequests requests;

	private final Contacts contacts;

	ProviderNotifications(BookingRequests requests, Contacts contacts) {
		this.requests = requests;
		this.contacts = contacts;
	}

	@Override
	public NotificationContent prepare(String bookingId) {
		BookingRequestView request = this.requests.findById(bookingId)
			.map(BookingRequest::toView)
			.orElseThrow(() -> new PermanentDeliveryException("the booking request was deleted"));
		return new NotificationContent(
				BookingCreated.TYPE, request.providerId(), "booking-requested", new CalendarEntry(request.slotStart(),
						request.slotEnd(), CalendarEntry.Status.TENTATIVE, request.requestedAt()),
				Map.of("slotId", request.slotId(), "userId", request.userId()));
	}

	@Override
	public Optional<Contact> contact(String providerId) {
		return this.contacts.find(providerId);
	}

}
