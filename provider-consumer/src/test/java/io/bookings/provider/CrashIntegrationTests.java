package io.bookings.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class CrashIntegrationTests {

	/** For machines that do much else. */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private static final int EVENTS = 2000;

	private static final int BATCH = 10;

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	/** One connection: the polls are frequent, and a new one costs more than a query. */
	private final JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(this.service.jdbcUrl(),
			this.service.username(), this.service.password(), true));

	@Test
	void aKilledServiceLosesNothingAndStoresNothingTwice() {
		this.service.sqs()
			.setQueueAttributes((request) -> request.queueUrl(this.service.queueUrl())
				.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5")));
		try (ServiceProcess first = ServiceProcess.startInTest(ServiceKind.PROVIDER, this.service.environment())) {
			sendEvents(); // while it starts
			await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> stored() >= 300);
			first.kill();
		}
		assertThat(stored()).as("rows when the process was killed").isLessThan(EVENTS);
		try (ServiceProcess second = ServiceProcess.startInTest(ServiceKind.PROVIDER, this.service.environment())) {
			await().atMost(PATIENCE).until(() -> this.service.messages().isEmpty());
			assertThat(second.isAlive()).isTrue();
		}
		assertThat(RunningConsumer.rows(this.service, "booking_request")).isEqualTo(EVENTS);
		assertThat(RunningConsumer.rows(this.service, "processed_booking")).isEqualTo(EVENTS);
		assertThat(this.jdbc.sql("""
				select count(*) from booking_request join processed_booking using (booking_id)
				where booking_id in (select 'booking-' || i from generate_series(0, :last) as i)""")
			.param("last", EVENTS - 1)
			.query(Integer.class)
			.single()).isEqualTo(EVENTS);
		assertThat(this.service.deadLetterMessages().isEmpty()).isTrue();
	}

	private void sendEvents() {
		String sample = RunningConsumer.sample();
		for (int i = 0; i < EVENTS; i += BATCH) {
			List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
			for (int j = i; j < i + BATCH; j++) {
				entries.add(SendMessageBatchRequestEntry.builder()
					.id(String.valueOf(j))
					.messageBody(sample.replace("test-123", "booking-" + j))
					.build());
			}
			this.service.sqs()
				.sendMessageBatch((request) -> request.queueUrl(this.service.queueUrl()).entries(entries));
		}
	}

	/** None before Flyway has created the table. */
	private long stored() {
		boolean created = this.jdbc.sql("select to_regclass('booking_request') is not null")
			.query(Boolean.class)
			.single();
		return created ? this.jdbc.sql("select count(*) from booking_request").query(Long.class).single() : 0;
	}

}
