package io.bookings.consumer.notification;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A notification that has not come to an end.
 *
 * @param channel {@code null} until it is addressed
 * @param attempts failed attempts so far
 * @param attemptOpen whether an attempt began and never told how it ended
 * @param createdAt when the booking was committed
 * @param traceparent what continues the booking's trace, or {@code null} without traces
 */
record PendingNotification(String id, String bookingId, String eventType, @Nullable String channel, int attempts,
		boolean attemptOpen, Instant createdAt, @Nullable String traceparent) {

	PendingNotification withChannel(String addressedChannel) {
		return new PendingNotification(this.id, this.bookingId, this.eventType, addressedChannel, this.attempts, false,
				this.createdAt, this.traceparent);
	}

}
