package io.bookings.consumer.cancelled;

import java.util.Map;
import java.util.Optional;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.PermanentDeliveryException;

import org.springframework.stereotype.Component;

/**
 * Notifies providers of cancelled bookings. The event has no slot, so there is no
 * calendar entry.
 */
@Component
class CancellationNotifications implements NotificationSource {

	private final Cancellations cancellations;

	private final Contacts contacts;

	CancellationNotifications(Cancellations cancellations, Contacts contacts) {
		this.cancellations = cancellations;
		this.contacts = contacts;
	}

	@Override
	public NotificationContent prepare(String bookingId) {
		String providerId = this.cancellations.findProviderId(bookingId)
			.orElseThrow(() -> new PermanentDeliveryException("the cancellation was deleted"));
		return new NotificationContent(BookingCancelled.TYPE, providerId, "booking-cancelled", null, Map.of());
	}

	@Override
	public Optional<Contact> contact(String providerId) {
		return this.contacts.find(providerId);
	}

}
