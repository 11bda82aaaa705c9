package io.bookings.consumer;

import java.util.List;

import io.bookings.events.BookingEvent;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Consumes batches of raw messages so that every valid event takes effect exactly once.
 * Safe for use by several threads at once.
 *
 * @param <E> the event that the service consumes
 */
public interface BookingConsumer<E extends BookingEvent> {

	/**
	 * Decodes, processes and settles a batch. Returns when each message is deleted,
	 * dead-lettered, released or held. A message whose release fails becomes visible
	 * again after the queue's visibility timeout.
	 * @param messages one or more messages as received, with their system attributes
	 * {@code ApproximateReceiveCount} and {@code SentTimestamp}
	 */
	void consume(List<Message> messages);

}
