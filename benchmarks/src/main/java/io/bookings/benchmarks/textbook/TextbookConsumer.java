package io.bookings.benchmarks.textbook;

import java.time.Instant;

import io.awspring.cloud.sqs.annotation.SqsListener;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A plain {@code @SqsListener} as in most tutorials: {@code existsById}, then
 * {@code save}.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableJpaRepositories(considerNestedRepositories = true)
public class TextbookConsumer {

	/**
	 * Starts the consumer.
	 * @param args settings
	 */
	public static void main(String[] args) {
		SpringApplication.run(TextbookConsumer.class, args);
	}

	@Component
	static class Listener {

		private final Service service;

		private final JsonMapper json = JsonMapper.builder().build();

		Listener(Service service) {
			this.service = service;
		}

		@SqsListener("${SQS_BOOKING_REQUEST_QUEUE_URL}")
		void onMessage(String body) {
			this.service.process(this.json.readValue(body, BookingRequest.class));
		}

	}

	@Component
	static class Service {

		private final ProcessedBookings processed;

		private final BookingRequests requests;

		Service(ProcessedBookings processed, BookingRequests requests) {
			this.processed = processed;
			this.requests = requests;
		}

		@Transactional
		public void process(BookingRequest request) {
			if (request.bookingId == null || this.processed.existsById(request.bookingId)) {
				return;
			}
			ProcessedBooking booking = new ProcessedBooking();
			booking.bookingId = request.bookingId;
			booking.processedAt = Instant.now();
			this.processed.save(booking);
			this.requests.save(request);
		}

	}

	interface ProcessedBookings extends JpaRepository<ProcessedBooking, String> {

	}

	interface BookingRequests extends JpaRepository<BookingRequest, String> {

	}

	/**
	 * A booking that was processed.
	 */
	@Entity(name = "processed_booking")
	static class ProcessedBooking {

		@Id
		@Nullable String bookingId;

		@Nullable Instant processedAt;

	}

	/**
	 * A booking as it is received and stored.
	 */
	@Entity(name = "booking_request")
	static class BookingRequest {

		@Id
		public @Nullable String bookingId;

		public @Nullable String userId;

		public @Nullable String providerId;

		public @Nullable String slotId;

		public @Nullable Instant slotStart;

		public @Nullable Instant slotEnd;

		public @Nullable String eventType;

		public @Nullable Instant timestamp;

	}

}
