package io.bookings.consumer.inbox;

import io.bookings.events.BookingEvent;
import io.bookings.events.ContentHash;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One received message whose body is a valid event.
 *
 * @param message as received, with the receipt handle of this receive
 * @param event the decoded body
 * @param contentHash the event's {@link ContentHash}
 * @param traceparent the context of the message's span, or {@code null} without traces
 */
record Delivery<E extends BookingEvent>(Message message, E event, byte[] contentHash, @Nullable String traceparent) {

	Delivery(Message message, E event, @Nullable String traceparent) {
		this(message, event, ContentHash.of(event), traceparent);
	}

	String bookingId() {
		return this.event.bookingId();
	}

}
