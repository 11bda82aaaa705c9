package io.bookings.consumer.notification.api;

import java.util.List;

/**
 * The notifications that are sent again, or that would be.
 *
 * @param count their number
 * @param notifications the first of them, at most 100, oldest first
 */
record Resent(long count, List<ResentNotification> notifications) {

	/**
	 * One of them.
	 *
	 * @param id the notification's id
	 * @param bookingId the booking's id
	 */
	record ResentNotification(long id, String bookingId) {

	}

}
