package io.bookings.consumer;

import io.bookings.events.BookingEvent;
import io.bookings.events.ContentHash;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * One received message whose body is a valid event.
 *
 * @param message as received, with the receipt handle of this receive
 * @param event the decoded body
 * @param contentHash the event's {@link ContentHash}
 */
record Delivery<E extends BookingEvent>(Message message, E event, byte[] contentHash) {

	Delivery(Message message, E event) {
		this(message, event, ContentHash.of(event));
	}

	String bookingId() {
		return this.event.bookingId();
	}

}
