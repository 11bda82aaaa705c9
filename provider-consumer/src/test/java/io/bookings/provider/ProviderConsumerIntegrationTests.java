package io.bookings.provider;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ProviderConsumerIntegrationTests {

	private static final SandboxService service = Sandbox.shared().isolated(SandboxService.Kind.PROVIDER);

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
		jdbc.sql("truncate booking_request, processed_booking, notification, scheduled_tasks").update();
	}

	@Test
	void theGuidesSampleBecomesOneRowWithItsValues() {
		Instant before = Instant.now();
		String messageId = service.send(RunningConsumer.sample());
		awaitEmptyQueue();
		Map<String, Object> row = jdbc.sql("select * from booking_request").query().singleRow();
		assertThat(row).hasSize(8)
			.containsEntry("booking_id", "test-123")
			.containsEntry("user_id", "user-456")
			.containsEntry("provider_id", "provider-789")
			.containsEntry("slot_id", "slot-001")
			.containsEntry("slot_start", instant("2025-02-19T10:00:00Z"))
			.containsEntry("slot_end", instant("2025-02-19T11:00:00Z"))
			.containsEntry("requested_at", instant("2025-02-19T09:55:00Z"));
		assertThat(((Timestamp) row.get("received_at")).toInstant()).isBetween(before.minusMillis(1), Instant.now());
		assertThat(jdbc.sql("select event_type, booking_id, message_id from processed_booking").query().singleRow())
			.containsEntry("event_type", "BOOKING_CREATED")
			.containsEntry("booking_id", "test-123")
			.containsEntry("message_id", messageId);
	}

	@Test
	void aSecondCopyOfTheSampleChangesNothing() {
		service.send(RunningConsumer.sample());
		awaitEmptyQueue();
		Map<String, Object> requests = jdbc.sql("select * from booking_request").query().singleRow();
		String processed = processed();
		service.send(RunningConsumer.sample());
		awaitEmptyQueue();
		assertThat(jdbc.sql("select * from booking_request").query().singleRow()).isEqualTo(requests);
		assertThat(processed()).isEqualTo(processed);
		assertThat(service.deadLetterMessages().isEmpty()).isTrue();
	}

	@Test
	void aMalformedMessageIsInTheDeadLetterQueueWithTheReasonAndItsAttributesAndCostsNoOther() {
		String body = RunningConsumer.sample().replace("\"test-123\"", "\"\"");
		String messageId = service.send(body, Map.of("source", "booking-service"));
		service.send(RunningConsumer.sample());
		awaitEmptyQueue();
		await().until(() -> service.deadLetterMessages().visible() == 1);
		Message deadLetter = service.deadLetters().getFirst();
		assertThat(deadLetter.body()).isEqualTo(body);
		assertThat(attribute(deadLetter, "FailureReason")).isEqualTo("rejected");
		assertThat(attribute(deadLetter, "FailureDetail")).contains("bookingId");
		assertThat(attribute(deadLetter, "OriginalMessageId")).isEqualTo(messageId);
		assertThat(attribute(deadLetter, "Consumer")).isEqualTo("provider-consumer");
		assertThat(Instant.parse(attribute(deadLetter, "FailedAt"))).isBeforeOrEqualTo(Instant.now());
		assertThat(attribute(deadLetter, "source")).isEqualTo("booking-service");
		assertThat(RunningConsumer.rows(service, "booking_request")).isEqualTo(1);
		assertThat(RunningConsumer.rows(service, "processed_booking")).isEqualTo(1);
	}

	@Test
	void theOtherServicesEventIsRejected() {
		service.send("""
				{"bookingId":"test-123","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
				"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""");
		await().until(() -> service.deadLetterMessages().visible() == 1);
		assertThat(RunningConsumer.rows(service, "booking_request")).isZero();
	}

	@Test
	void theHealthOfTheQueueShowsHowMuchIsInBothQueues() {
		service.sqs()
			.sendMessage((request) -> request.queueUrl(service.queueUrl())
				.messageBody(RunningConsumer.sample())
				.delaySeconds(900));
		service.send("malformed");
		await().untilAsserted(() -> assertThat(consumer.health("queue")).containsEntry("status", "UP")
			.containsEntry("url", service.queueUrl())
			.containsEntry("polling", "running")
			.containsEntry("visible", 0)
			.containsEntry("inFlight", 0)
			.containsEntry("delayed", 1)
			.containsEntry("deadLetters", 1)
			.containsKey("sinceLastPoll")
			.doesNotContainKey("troubles"));
		assertThat(consumer.liveness()).isEqualTo(200);
		assertThat(consumer.readiness()).isEqualTo(200);
	}

	@Test
	void onlyHealthInfoMetricsAndTheSbomAreExposed() {
		assertThat(RunningConsumer.child(consumer.get("/actuator").json(), "_links").keySet())
			.allMatch((link) -> link.matches("self|(health|info|metrics|sbom)(-.*)?"))
			.contains("health", "info", "metrics", "sbom");
		for (String hidden : new String[] { "env", "beans", "configprops", "heapdump", "loggers", "shutdown" }) {
			assertThat(consumer.get("/actuator/" + hidden).status()).as(hidden).isEqualTo(404);
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
		await().untilAsserted(() -> assertThat(service.messages().isEmpty()).isTrue());
	}

	private static String processed() {
		return jdbc.sql("select processed_booking::text from processed_booking").query(String.class).single();
	}

	private static Timestamp instant(String text) {
		return Timestamp.from(Instant.parse(text));
	}

	private static String attribute(Message message, String name) {
		return message.messageAttributes().get(name).stringValue();
	}

}
