package io.bookings.consumer.inbox;

import java.util.List;
import java.util.function.Consumer;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.BookingEventHandler;
import io.bookings.events.BookingCreated;
import io.bookings.events.EventType;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The smallest service: it stores booking ids, and a test may step in.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration // without a scan: the starter lies in the packages below
public class TestConsumer {

	@Bean
	Handler handler(JdbcClient jdbc) {
		return new Handler(jdbc);
	}

	@Bean
	Listener listener(BookingConsumer<BookingCreated> consumer) {
		return new Listener(consumer);
	}

	static class Handler implements BookingEventHandler<BookingCreated> {

		private final JdbcClient jdbc;

		/** Called for each event inside the transaction. */
		volatile Consumer<BookingCreated> step = (event) -> {
		};

		Handler(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@Override
		public EventType<BookingCreated> eventType() {
			return BookingCreated.TYPE;
		}

		@Override
		public void handle(List<BookingCreated> events) {
			for (BookingCreated event : events) {
				this.jdbc.sql("insert into stored_booking (booking_id) values (?)").param(event.bookingId()).update();
				this.step.accept(event);
			}
		}

		@Override
		public String describe(BookingCreated event) {
			return "Stored";
		}

	}

	public static class Listener {

		final BookingConsumer<BookingCreated> consumer;

		Listener(BookingConsumer<BookingCreated> consumer) {
			this.consumer = consumer;
		}

		@SqsListener(id = "test", queueNames = "#{@bookingQueueUrl}")
		void onMessages(List<Message> messages) {
			this.consumer.consume(messages);
		}

	}

}
