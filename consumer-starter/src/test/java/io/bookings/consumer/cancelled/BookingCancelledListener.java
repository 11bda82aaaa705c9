package io.bookings.consumer.cancelled;

import java.util.List;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.bookings.consumer.BookingConsumer;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.stereotype.Component;

@Component
class BookingCancelledListener {

	private final BookingConsumer<BookingCancelled> consumer;

	BookingCancelledListener(BookingConsumer<BookingCancelled> consumer) {
		this.consumer = consumer;
	}

	@SqsListener(id = "booking-cancelled", queueNames = "#{@bookingQueueUrl}")
	void onMessages(List<Message> messages) {
		this.consumer.consume(messages);
	}

}
