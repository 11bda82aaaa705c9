package io.bookings.consumer.notification;

import java.util.Optional;

/**
 * Provides the content of a service's notifications and the contacts. A service that
 * sends notifications has exactly one bean of this type. Both methods are called outside
 * any transaction, and again at each attempt.
 */
public interface NotificationSource {

	/**
	 * Provides the content of a notification. May call other services and store their
	 * responses.
	 * @param bookingId a booking whose notification was scheduled
	 * @return the content
	 * @throws PermanentDeliveryException if there will never be content
	 * @throws NoContentYetException if there will be content later: asked again, and not
	 * counted as an attempt
	 * @throws RuntimeException if there is no content now: retried with back-off
	 */
	NotificationContent prepare(String bookingId);

	/**
	 * Finds the contact of a recipient.
	 * @param recipientId the id of the recipient
	 * @return the contact, or empty if there is none: looked up again later
	 */
	Optional<Contact> contact(String recipientId);

}
