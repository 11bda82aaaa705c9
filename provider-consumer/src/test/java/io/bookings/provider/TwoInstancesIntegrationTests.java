package io.bookings.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.ReceivedMail;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances notify about 2,000 bookings, some of which SQS delivers twice. One
 * instance is killed halfway.
 */
class TwoInstancesIntegrationTests {

	private static final int EVENTS = 2000;

	private static final int BATCH = 10;

	/** The threads of the killed instance, each of which can be sending a mail. */
	private static final int SENDING = 10;

	private static final String ADDRESS = "two-instances@example.com";

	private static final Logger logger = LoggerFactory.getLogger(TwoInstancesIntegrationTests.class);

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	@Test
	void everyProviderIsNotifiedOnceThoughAnInstanceIsKilled() {
		this.service.sqs()
			.setQueueAttributes((request) -> request.queueUrl(this.service.queueUrl())
				.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5")));
		Map<String, String> environment = new HashMap<>(this.service.environment());
		// What the killed instance was sending is taken over after 8 s instead of 20.
		environment.put("DB_SCHEDULER_HEARTBEAT_INTERVAL", "2s");
		try (ServiceProcess first = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment)) {
			first.awaitReady(Instant.now().plus(Duration.ofMinutes(5)));
			new Contacts(this.jdbc, "provider_contact", "provider_id").put("provider-789",
					new Contact("Anna", ADDRESS, null, Locale.GERMANY, ZoneId.of("Europe/Berlin"), List.of("email")));
			try (ServiceProcess second = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment)) {
				second.awaitReady(Instant.now().plus(Duration.ofMinutes(5)));
				sendEvents();
				await().atMost(Duration.ofMinutes(5)).until(() -> count("SENT") >= EVENTS / 2);
				first.kill();
				logger.info("Killed one instance after {} mails", count("SENT"));
				await().atMost(Duration.ofMinutes(5)).until(() -> count("SENT") == EVENTS);
				assertThat(second.isAlive()).isTrue();
			}
		}
		List<String> mails = Sandbox.shared()
			.mail()
			.received()
			.stream()
			.filter((mail) -> mail.recipient().equals(ADDRESS))
			.map(ReceivedMail::messageId)
			.toList();
		Set<String> notifications = this.jdbc.sql("select provider_message_id from notification")
			.query(String.class)
			.list()
			.stream()
			.collect(Collectors.toSet());
		assertThat(notifications).hasSize(EVENTS);
		assertThat(Set.copyOf(mails)).isEqualTo(notifications);
		logger.info("{} mails for {} notifications: {} repeats with the same Message-ID", mails.size(), EVENTS,
				mails.size() - EVENTS);
		assertThat(mails.size() - EVENTS).isBetween(0, SENDING);
	}

	private int count(String status) {
		return this.jdbc.sql("select count(*) from notification where status = ?")
			.param(status)
			.query(Integer.class)
			.single();
	}

	private void sendEvents() {
		String sample = RunningConsumer.sample().replace("2025-02-19T1", "2099-02-19T1");
		for (int i = 0; i < EVENTS; i += BATCH) {
			List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
			for (int j = i; j < i + BATCH; j++) {
				entries.add(SendMessageBatchRequestEntry.builder()
					.id(String.valueOf(j))
					.messageBody(sample.replace("test-123", "booking-" + j))
					.build());
			}
			int copies = (i % 100 == 0) ? 2 : 1;
			for (int copy = 0; copy < copies; copy++) {
				this.service.sqs()
					.sendMessageBatch((request) -> request.queueUrl(this.service.queueUrl()).entries(entries));
			}
		}
	}

}
