package io.bookings.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A process that is killed while it collects dead letters, and while it redrives them.
 */
class DeadLettersCrashIntegrationTests {

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final int LETTERS = 1000;

	private static final int BATCH = 10;

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	/** One connection: the polls are frequent, and a new one costs more than a query. */
	private final JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(this.service.jdbcUrl(),
			this.service.username(), this.service.password(), true));

	@Test
	void noLetterIsLostAndNoneIsRedrivenTwice() {
		for (String queue : List.of(this.service.queueUrl(), this.service.deadLetterQueueUrl())) {
			this.service.sqs()
				.setQueueAttributes((request) -> request.queueUrl(queue)
					.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5")));
		}
		try (ServiceProcess first = launch()) {
			sendLetters(); // while it starts
			first.awaitReady(Instant.now().plus(PATIENCE));
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> letters("true") >= 200);
			first.kill();
		}
		assertThat(letters("true")).as("letters when the process was killed").isLessThan(LETTERS);
		try (ServiceProcess second = start()) {
			await().atMost(PATIENCE).until(() -> this.service.deadLetterMessages().isEmpty());
			assertThat(letters("true")).isEqualTo(LETTERS);
			redrive(second, ids("state = 'OPEN'"), false);
			await().atMost(PATIENCE)
				.pollInterval(Duration.ofMillis(5))
				.until(() -> letters("state = 'RESOLVED'") >= 200);
			second.kill();
		}
		assertThat(letters("state = 'RESOLVED'")).as("letters when the process was killed").isLessThan(LETTERS);
		try (ServiceProcess third = start()) {
			// What this process sends is SENDING too, but not for long.
			await().atMost(PATIENCE)
				.during(Duration.ofSeconds(2))
				.until(() -> this.service.messages().isEmpty() && letters("state in ('REQUESTED', 'SENT')") == 0);
			List<Long> uncertain = ids("state = 'SENDING'");
			assertThat(uncertain).as("letters whose send was interrupted").hasSizeLessThanOrEqualTo(BATCH);
			if (!uncertain.isEmpty()) {
				redrive(third, uncertain, true);
			}
			await().atMost(PATIENCE).until(() -> letters("state = 'RESOLVED'") == LETTERS);
		}
		assertThat(letters("outcome = 'processed'")).isEqualTo(LETTERS);
		assertThat(RunningConsumer.rows(this.service, "booking_request")).isEqualTo(LETTERS);
		// SQS may deliver a message of a killed process again, but no letter has two.
		assertThat(RunningConsumer.rows(this.service, """
				booking_history join processed_booking using (booking_id)
				where what = 'duplicate' and detail <> 'message ' || message_id""")).isZero();
		assertThat(this.service.deadLetterMessages().isEmpty()).isTrue();
	}

	private ServiceProcess start() {
		ServiceProcess process = launch();
		process.awaitReady(Instant.now().plus(PATIENCE));
		return process;
	}

	private ServiceProcess launch() {
		Map<String, String> environment = new HashMap<>(this.service.environment());
		environment.put("BOOKING_DEADLETTERS_COLLECT", "true");
		environment.put("BOOKING_NOTIFICATION_ENABLED", "false");
		environment.put("SPRING_SECURITY_USER_PASSWORD", "of-the-operator");
		return ServiceProcess.startInTest(ServiceKind.PROVIDER, environment);
	}

	private void redrive(ServiceProcess process, List<Long> ids, boolean force) {
		ResponseEntity<Void> response = RestClient.create(process.url().toString())
			.post()
			.uri("/dead-letters/redrive")
			.headers((headers) -> headers.setBasicAuth("user", "of-the-operator"))
			.contentType(MediaType.APPLICATION_JSON)
			.body("{\"ids\":%s,\"why\":\"a test\",\"perSecond\":300,\"force\":%s}".formatted(ids, force))
			.retrieve()
			.toBodilessEntity();
		assertThat(response.getStatusCode().value()).isEqualTo(202);
	}

	private void sendLetters() {
		String sample = RunningConsumer.sample();
		for (int i = 0; i < LETTERS; i += BATCH) {
			List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
			for (int j = i; j < i + BATCH; j++) {
				entries.add(SendMessageBatchRequestEntry.builder()
					.id(String.valueOf(j))
					.messageBody(sample.replace("test-123", "letter-" + j))
					.build());
			}
			this.service.sqs()
				.sendMessageBatch((request) -> request.queueUrl(this.service.deadLetterQueueUrl()).entries(entries));
		}
	}

	private List<Long> ids(String condition) {
		return this.jdbc.sql("select id from dead_letter where " + condition + " order by id").query(Long.class).list();
	}

	/** None before Flyway has created the table. */
	private long letters(String condition) {
		boolean created = this.jdbc.sql("select to_regclass('dead_letter') is not null").query(Boolean.class).single();
		return created ? this.jdbc.sql("select count(*) from dead_letter where " + condition).query(Long.class).single()
				: 0;
	}

}
