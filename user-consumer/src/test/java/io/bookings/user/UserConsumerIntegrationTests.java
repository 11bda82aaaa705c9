package io.bookings.user;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.bookings.events.BookingConfirmed;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("database")
class UserConsumerIntegrationTests {

	/** For machines that do much else. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final SandboxService service = Sandbox.shared().isolated(ServiceKind.USER);

	private static final JdbcClient jdbc = JdbcClient.create(service.dataSource());

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = SpringApplication.run(UserConsumerApplication.class, service.arguments("--server.port=0",
				"--spring.cloud.aws.sqs.listener.poll-timeout=1s", "--spring.jpa.hibernate.ddl-auto=validate"));
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void clear() {
		service.purge();
	}

	@Test
	void theGuidesSampleBecomesOneRowWithItsValuesAndASecondCopyChangesNothing() {
		Instant before = Instant.now();
		String messageId = service.send(sample());
		awaitEmptyQueue();
		List<Map<String, Object>> rows = stored("test-123");
		assertThat(rows).hasSize(1);
		Map<String, Object> row = rows.getFirst();
		assertThat(row).containsEntry("booking_id", "test-123")
			.containsEntry("provider_id", "provider-789")
			.containsEntry("accepted_at", Timestamp.from(Instant.parse("2025-02-19T09:58:00Z")))
			.containsEntry("user_id", null);
		assertThat(((Timestamp) row.get("received_at")).toInstant()).isBetween(before.minusMillis(1), Instant.now());
		assertThat(jdbc
			.sql("select event_type, booking_id, message_id from processed_booking where booking_id = 'test-123'")
			.query()
			.singleRow()).containsEntry("event_type", "BOOKING_CONFIRMED")
			.containsEntry("booking_id", "test-123")
			.containsEntry("message_id", messageId);
		String processed = processed();
		service.send(sample());
		awaitEmptyQueue();
		assertThat(stored("test-123")).containsExactly(row);
		assertThat(processed()).isEqualTo(processed);
		assertThat(service.deadLetterMessages().isEmpty()).isTrue();
	}

	@Test
	void aMalformedMessageIsInTheDeadLetterQueueWithTheReasonAndItsAttributesAndCostsNoOther() {
		String body = sample().replace("2025-02-19T09:58:00Z", "yesterday");
		String messageId = service.send(body, Map.of("source", "booking-service"));
		service.send(sample().replace("test-123", "beside-a-malformed-one"));
		awaitEmptyQueue();
		await().atMost(PATIENCE).until(() -> service.deadLetterMessages().visible() == 1);
		Message deadLetter = service.deadLetters().getFirst();
		assertThat(deadLetter.body()).isEqualTo(body);
		assertThat(attribute(deadLetter, "FailureReason")).isEqualTo("rejected");
		assertThat(attribute(deadLetter, "FailureDetail")).contains("acceptedAt").doesNotContain("yesterday");
		assertThat(attribute(deadLetter, "OriginalMessageId")).isEqualTo(messageId);
		assertThat(attribute(deadLetter, "Consumer")).isEqualTo("user-consumer");
		assertThat(Instant.parse(attribute(deadLetter, "FailedAt"))).isBeforeOrEqualTo(Instant.now());
		assertThat(attribute(deadLetter, "source")).isEqualTo("booking-service");
		assertThat(stored("beside-a-malformed-one")).hasSize(1);
	}

	private static void awaitEmptyQueue() {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(service.messages().isEmpty()).isTrue());
	}

	private static List<Map<String, Object>> stored(String bookingId) {
		return jdbc.sql("select * from booking_confirmation where booking_id = :id")
			.param("id", bookingId)
			.query()
			.listOfRows();
	}

	private static String processed() {
		return jdbc.sql("select processed_booking::text from processed_booking where booking_id = 'test-123'")
			.query(String.class)
			.single();
	}

	private static String attribute(Message message, String name) {
		return message.messageAttributes().get(name).stringValue();
	}

	private static String sample() {
		try (InputStream sample = BookingConfirmed.class.getResourceAsStream("booking-confirmed.json")) {
			return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
