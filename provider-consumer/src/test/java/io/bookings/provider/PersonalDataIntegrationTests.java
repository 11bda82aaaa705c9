package io.bookings.provider;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever the service is given, its log has ids and reasons only.
 */
@ExtendWith(OutputCaptureExtension.class)
class PersonalDataIntegrationTests {

	private static final String MARKER = "Xq7Secret";

	private static final String PHONE = "+4915799999999";

	private static final String DEAD_PORT = "http://127.0.0.1:1";

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@ParameterizedTest
	@ValueSource(strings = { "", "ecs" })
	void noBodyAndNoAddressIsLogged(String format, CapturedOutput output) {
		try (RunningConsumer consumer = RunningConsumer.start(withSmtpPort(1),
				"--logging.structured.format.console=" + format, "--booking.notification.webhook.url=" + DEAD_PORT,
				"--booking.notification.webhook.secret=whsec_" + "x".repeat(32),
				"--booking.notification.sms.enabled=true", "--spring.cloud.aws.sns.endpoint=" + DEAD_PORT,
				"--booking.notification.probe-back-off.initial=100ms",
				"--booking.notification.probe-back-off.max=100ms", "--db-scheduler.polling-interval=100ms")) {
			sendEverything();
			await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
				assertThat(this.service.messages().total()).isZero();
				assertThat(RunningConsumer.rows(this.service, "notification_channel where failed_probes > 1"))
					.isEqualTo(3);
			});
			consumer.get("/actuator/health");
			consumer.get("/providers/" + MARKER + "/contact");
			consumer.getWithCredentials("/booking-requests?providerId=" + MARKER + "%00");
			consumer.put("/providers/provider-1/contact", "{\"name\":\"" + MARKER);
			consumer.put("/providers/provider-1/contact",
					"{\"name\":\"%s\",\"email\":\"%s@@example.com\",\"phone\":\"%s\",\"channels\":[\"%s\"]}"
						.formatted(MARKER, MARKER, MARKER, MARKER));
		}
		assertThat(output.toString()).contains("test-123")
			.doesNotContain(MARKER)
			.doesNotContain(PHONE.substring(4))
			.doesNotContain("user-456", "provider-789");
	}

	@Test
	void withoutAMailServerTheLogSaysWhatWouldBeSentWithoutTheAddress(CapturedOutput output) {
		try (RunningConsumer _ = RunningConsumer.start(withSmtpPort(0))) {
			putContact(List.of("email"));
			this.service.send(RunningConsumer.sample().replace("2025-02-19T1", "2099-02-19T1"));
			await().atMost(Duration.ofSeconds(60))
				.until(() -> RunningConsumer.rows(this.service, "notification where status = 'SENT'") == 1);
		}
		assertThat(output.toString()).contains("an e-mail about booking test-123 would be sent")
			.doesNotContain("provider-789")
			.doesNotContain(MARKER);
	}

	private void sendEverything() {
		putContact(List.of("email", "sms", "webhook"));
		String sample = RunningConsumer.sample().replace("2025-02-19T1", "2099-02-19T1");
		List<String> bodies = new ArrayList<>(List.of(sample.replaceFirst("\\{", "{\"note\":\"" + MARKER + "\","),
				MARKER, "{\"" + MARKER, "\"" + MARKER + "\"", "[\"" + MARKER + "\"]",
				"{\"" + MARKER + "\":{\"" + MARKER + "\":[1,}", sample + MARKER,
				sample.replace("\"user-456\"", "\"" + MARKER.repeat(100) + "\""),
				sample.replace("\"user-456\"", "[\"" + MARKER + "\"]"), sample.replace("2099-02-19T10:00:00Z", MARKER),
				sample.replace("BOOKING_CREATED", MARKER), sample.replace("\"test-123\"", "\"" + MARKER + "\\u0000\""),
				"\uFEFF" + MARKER, "<" + MARKER + "/>"));
		bodies.add(sample.replace("user-456", "another")); // a conflict
		bodies.forEach((body) -> this.service.send(body,
				Map.of("note", MARKER, "traceparent", MARKER, "contentType", MARKER)));
	}

	private SandboxService withSmtpPort(int port) {
		return new SandboxService(this.service.kind(), this.service.queueUrl(), this.service.deadLetterQueueUrl(),
				this.service.jdbcUrl(), this.service.username(), this.service.password(), this.service.sqs(), port);
	}

	private void putContact(List<String> channels) {
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> {
			new Contacts(JdbcClient.create(this.service.dataSource()), "provider_contact", "provider_id")
				.put("provider-789", new Contact(MARKER, MARKER + "@example.com", PHONE, Locale.GERMANY,
						ZoneId.of("Europe/Berlin"), channels));
		});
	}

}
