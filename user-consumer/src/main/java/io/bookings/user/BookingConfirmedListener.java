package io.bookings.user;

import java.util.List;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.bookings.consumer.BookingConsumer;
import io.bookings.events.BookingConfirmed;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.stereotype.Component;

/**
 * Receives {@code BOOKING_CONFIRMED} events.
 */
@Component
class BookingConfirmedListener {

	private final BookingConsumer<BookingConfirmed> consumer;

	BookingConfirmedListener(BookingConsumer<BookingConfirmed> consumer) {
		this.consumer = consumer;
	}

	@SqsListener(id = "booking-confirmed", queueNames = "#{@bookingQueueUrl}")
	void onMessages(List<Message> messages) {
		this.consumer.consume(messages);
	}

}
