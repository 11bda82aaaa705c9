package io.bookings.consumer.notification;

import java.util.Optional;

/**
 * What a service knows about its notifications. A service that sends some has exactly one
 * bean of this type. Both methods are called outside any transaction, again with each
 * attempt.
 */
public interface NotificationSource {

	/**
	 * Finds out whom to tell what. May ask other services and may store what it learns.
	 * @param bookingId a booking whose notification was scheduled
	 * @return what to tell
	 * @throws PermanentDeliveryException when that can never be found out
	 * @throws RuntimeException when it cannot be found out now: tried again with back-off
	 */
	NotificationContent prepare(String bookingId);

	/**
	 * Looks up how somebody wants to be told.
	 * @param recipientId the content's recipient
	 * @return empty while nothing is known of the recipient: looked up again later
	 */
	Optional<Contact> contact(String recipientId);

}
