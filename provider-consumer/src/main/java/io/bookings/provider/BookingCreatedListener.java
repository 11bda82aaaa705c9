package io.bookings.provider;

import java.util.List;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.bookings.consumer.BookingConsumer;
import io.bookings.events.BookingCreated;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.stereotype.Component;

/**
 * Receives {@code BOOKING_CREATED} events.
 */
@Component
class BookingCreatedListener {

	private final BookingConsumer<BookingCreated> consumer;

	BookingCreatedListener(BookingConsumer<BookingCreated> consumer) {
		this.consumer = consumer;
	}

	@SqsListener(id = "booking-created", queueNames = "#{@bookingQueueUrl}")
	void onMessages(List<Message> messages) {
		this.consumer.consume(messages);
	}

}
