package io.bookings.user;

import java.util.Optional;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.NoContentYetException;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.PermanentDeliveryException;

import org.springframework.stereotype.Component;

/**
 * Notifies users of confirmed bookings. {@link BookingResolver} schedules a notification
 * when it has found the user. Only notifications of version 1.0 can exist earlier.
 */
@Component
class UserNotifications implements NotificationSource {

	private final BookingConfirmations confirmations;

	private final Contacts contacts;

	UserNotifications(BookingConfirmations confirmations, Contacts contacts) {
		this.confirmations = confirmations;
		this.contacts = contacts;
	}

	@Override
	public NotificationContent prepare(String bookingId) {
		BookingConfirmation confirmation = this.confirmations.findById(bookingId)
			.orElseThrow(() -> new PermanentDeliveryException("the booking confirmation was deleted"));
		if (!confirmation.isResolved()) {
			throw new NoContentYetException("the user of the booking is not known yet");
		}
		return confirmation.toNotificationContent();
	}

	@Override
	public Optional<Contact> contact(String userId) {
		return this.contacts.find(userId);
	}

}
