package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A pending notification.
 *
 * @param id the notification's id
 * @param bookingId the booking's id
 * @param eventType the name of the event's type
 * @param channel the channel, or {@code null} until the contact is known
 * @param recipient the id of the recipient, or {@code null} until it is known
 * @param attempts the number of failed attempts
 * @param attemptOpen whether an attempt began and has no result, as after a crash
 * @param createdAt when the booking was committed, or when the notification was last sent
 * again
 * @param traceparent the booking's trace context, or {@code null} without traces
 * @param channelFailures how often the channel failed in an attempt that was not a probe
 */
record PendingNotification(String id, String bookingId, String eventType, @Nullable String channel,
		@Nullable String recipient, int attempts, boolean attemptOpen, Instant createdAt, @Nullable String traceparent,
		int channelFailures) {

	/**
	 * Returns the identity of the notification, or {@code null} until the channel is
	 * known.
	 */
	@Nullable UUID identity() {
		return (this.channel != null) ? OutgoingNotification.identity(this.eventType, this.bookingId, this.channel)
				: null;
	}

}
