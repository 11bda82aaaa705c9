package io.bookings.provider;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("database")
class ProviderConsumerIntegrationTests {

	/** For machines that do much else. */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private static final JdbcClient jdbc = JdbcClient.create(service.dataSource());

	private static RunningConsumer consumer;

	@BeforeAll
	static void start() {
		consumer = RunningConsumer.start(service, "--booking.consumer.inspection-interval=1s");
	}

	@AfterAll
	static void stop() {
		consumer.close();
	}

	@BeforeEach
	void clear() {
		service.purge();
	}

	@Test
	void theGuidesSampleBecomesOneRowWithItsValuesAndASecondCopyChangesNothing() {
		Instant before = Instant.now();
		String messageId = service.send(RunningConsumer.sample());
		awaitEmptyQueue();
		List<Map<String, Object>> rows = stored("test-123");
		assertThat(rows).hasSize(1);
		Map<String, Object> row = rows.getFirst();
		assertThat(row).containsEntry("booking_id", "test-123")
			.containsEntry("user_id", "user-456")
			.containsEntry("provider_id", "provider-789")
			.containsEntry("slot_id", "slot-001")
			.containsEntry("slot_start", instant("2025-02-19T10:00:00Z"))
			.containsEntry("slot_end", instant("2025-02-19T11:00:00Z"))
			.containsEntry("requested_at", instant("2025-02-19T09:55:00Z"));
		assertThat(((Timestamp) row.get("received_at")).toInstant()).isBetween(before.minusMillis(1), Instant.now());
		assertThat(jdbc
			.sql("select event_type, booking_id, message_id from processed_booking where booking_id = 'test-123'")
			.query()
			.singleRow()).containsEntry("event_type", "BOOKING_CREATED")
			.containsEntry("booking_id", "test-123")
			.containsEntry("message_id", messageId);
		String processed = processed();
		service.send(RunningConsumer.sample());
		awaitEmptyQueue();
		assertThat(stored("test-123")).containsExactly(row);
		assertThat(processed()).isEqualTo(processed);
		assertThat(service.deadLetterMessages().isEmpty()).isTrue();
	}

	@Test
	void aMalformedMessageIsInTheDeadLetterQueueWithTheReasonAndItsAttributesAndCostsNoOther() {
		String body = RunningConsumer.sample().replace("\"test-123\"", "\"\"");
		String messageId = service.send(body, Map.of("source", "booking-service"));
		service.send(RunningConsumer.sample().replace("test-123", "beside-a-malformed-one"));
		awaitEmptyQueue();
		await().atMost(PATIENCE).until(() -> service.deadLetterMessages().visible() == 1);
		Message deadLetter = service.deadLetters().getFirst();
		assertThat(deadLetter.body()).isEqualTo(body);
		assertThat(attribute(deadLetter, "FailureReason")).isEqualTo("rejected");
		assertThat(attribute(deadLetter, "FailureDetail")).contains("bookingId");
		assertThat(attribute(deadLetter, "OriginalMessageId")).isEqualTo(messageId);
		assertThat(attribute(deadLetter, "Consumer")).isEqualTo("provider-consumer");
		assertThat(Instant.parse(attribute(deadLetter, "FailedAt"))).isBeforeOrEqualTo(Instant.now());
		assertThat(attribute(deadLetter, "source")).isEqualTo("booking-service");
		assertThat(stored("beside-a-malformed-one")).hasSize(1);
	}

	@Test
	void theOtherServicesEventIsRejected() {
		service.send("""
				{"bookingId":"of-the-other-service","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
				"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""");
		await().atMost(PATIENCE).until(() -> service.deadLetterMessages().visible() == 1);
		assertThat(stored("of-the-other-service")).isEmpty();
	}

	@Test
	void theHealthOfTheQueueShowsHowMuchIsInBothQueues() {
		service.sqs()
			.sendMessage((request) -> request.queueUrl(service.queueUrl())
				.messageBody(RunningConsumer.sample())
				.delaySeconds(900));
		service.send("malformed");
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("status", "UP")
				.containsEntry("url", service.queueUrl())
				.containsEntry("polling", "running")
				.containsEntry("visible", 0)
				.containsEntry("inFlight", 0)
				.containsEntry("delayed", 1)
				.containsEntry("deadLetters", 1)
				.containsKey("sinceLastPoll")
				.doesNotContainKey("issues"));
		assertThat(consumer.liveness()).isEqualTo(200);
		assertThat(consumer.readiness()).isEqualTo(200);
	}

	@Test
	void onlyHealthInfoMetricsPrometheusAndTheSbomAreExposed() {
		assertThat(RunningConsumer.child(consumer.getWithCredentials("/actuator").json(), "_links").keySet())
			.allMatch((link) -> link.matches("self|(health|info|metrics|prometheus|sbom)(-.*)?"))
			.contains("health", "info", "metrics", "prometheus", "sbom");
		for (String hidden : new String[] { "env", "beans", "configprops", "heapdump", "loggers", "shutdown" }) {
			assertThat(consumer.get("/actuator/" + hidden).status()).as(hidden).isEqualTo(401);
			assertThat(consumer.getWithCredentials("/actuator/" + hidden).status()).as(hidden).isEqualTo(404);
		}
	}

	@Test
	void theInfoTellsWhichBuildOfWhichCommitRuns() {
		Map<String, Object> info = consumer.get("/actuator/info").json();
		assertThat(RunningConsumer.child(info, "build")).containsEntry("artifact", "provider-consumer")
			.containsKeys("version", "time");
		assertThat(RunningConsumer.child(info, "git")).containsKey("commit");
	}

	@Test
	void theSbomNamesWhatTheServiceIsMadeOf() {
		assertThat(consumer.get("/actuator/sbom").json()).containsEntry("ids", List.of("application"));
		RunningConsumer.Response sbom = consumer.get("/actuator/sbom/application");
		assertThat(sbom.status()).isEqualTo(200);
		assertThat(sbom.json()).containsEntry("bomFormat", "CycloneDX");
		assertThat(sbom.body()).contains("pkg:maven/io.awspring.cloud/spring-cloud-aws-sqs@");
	}

	private static void awaitEmptyQueue() {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(service.messages().isEmpty()).isTrue());
	}

	private static List<Map<String, Object>> stored(String bookingId) {
		return jdbc.sql("select * from booking_request where booking_id = :id")
			.param("id", bookingId)
			.query()
			.listOfRows();
	}

	private static String processed() {
		return jdbc.sql("select processed_booking::text from processed_booking where booking_id = 'test-123'")
			.query(String.class)
			.single();
	}

	private static Timestamp instant(String text) {
		return Timestamp.from(Instant.parse(text));
	}

	private static String attribute(Message message, String name) {
		return message.messageAttributes().get(name).stringValue();
	}

}
