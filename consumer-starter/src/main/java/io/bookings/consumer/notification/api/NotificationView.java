package io.bookings.consumer.notification.api;

import java.time.Instant;

import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.web.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * A notification in the API.
 *
 * @param id the notification's id
 * @param bookingId the booking's id
 * @param eventType the type of the event that it is about
 * @param channel the channel, absent until the contact is known
 * @param recipient the id of the provider or user, absent until it is known; never an
 * address
 * @param status the status
 * @param attempts the number of attempts to send it, since it was last sent again
 * @param lastError the reason why the last attempt failed, if it failed
 * @param createdAt when it was created
 * @param sentAt when it was sent, if it was
 * @param providerMessageId the id that the mail server, SNS or the webhook gave it, if
 * there is one
 */
record NotificationView(long id, String bookingId, String eventType, @Nullable String channel,
		@Nullable String recipient, Status status, int attempts, @Nullable String lastError, Instant createdAt,
		@Nullable Instant sentAt, @Nullable String providerMessageId) {

	Cursor cursor() {
		return new Cursor(this.createdAt, String.valueOf(this.id));
	}

}
