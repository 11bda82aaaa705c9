package io.bookings.user;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import io.bookings.user.OtlpReceiver.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One booking on its way through both services, as a collector of traces sees it.
 */
@ExtendWith(OutputCaptureExtension.class)
class TraceIntegrationTests {

	private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String XRAY_TRACE = "5759e988bd862e3fe1be46a994272793";

	private static final String REQUEST_PUBLISHED = "b7ad6b7169203331";

	private static final String CONFIRMATION_PUBLISHED = "00f067aa0ba902b7";

	private static final Duration START_WITHIN = Duration.ofMinutes(5);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final SandboxService provider = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final SandboxService user = Sandbox.shared().isolated(ServiceKind.USER);

	@Test
	void oneTraceLeadsFromThePublicationThroughBothServicesToTheMail(CapturedOutput output) throws IOException {
		try (OtlpReceiver receiver = new OtlpReceiver();
				ServiceProcess process = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment(receiver));
				ConfigurableApplicationContext context = start(receiver, process.url().toString())) {
			process.awaitReady(Instant.now().plus(START_WITHIN));
			context.getBean(Contacts.class)
				.put("user-456", new Contact("Ada", "ada@example.com", null, Locale.UK, ZoneId.of("Europe/London"),
						List.of("email")));
			this.provider.send(sample("booking-created"), traceparent(REQUEST_PUBLISHED));
			await().atMost(PATIENCE).until(() -> this.provider.messages().isEmpty());
			this.user.send(sample("booking-confirmed"), traceparent(CONFIRMATION_PUBLISHED));
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertIsComplete(receiver.spansOf(TRACE), process.output(), output.toString()));
		}
	}

	@Test
	void aTraceGoesOnFromTheEnvelopeAndFromTheHeaderOfXRay() throws IOException {
		String event = sample("booking-confirmed").replace("test-123", "b-2");
		String notification = """
				{"Type":"Notification","Message":"%s",\
				"MessageAttributes":{"traceparent":{"Type":"String","Value":"00-%s-%s-01"}}}""".formatted(
				sample("booking-confirmed").replace("\"", "\\\"").replace("\n", "\\n"), TRACE, CONFIRMATION_PUBLISHED);
		try (OtlpReceiver receiver = new OtlpReceiver();
				ConfigurableApplicationContext _ = start(receiver, "http://127.0.0.1:1",
						"--booking.consumer.envelope=auto")) {
			this.user.send(notification);
			this.user.sqs()
				.sendMessage((request) -> request.queueUrl(this.user.queueUrl())
					.messageBody(event)
					.messageSystemAttributes(Map.of(MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
							MessageSystemAttributeValue.builder()
								.dataType("String")
								.stringValue("Root=1-%s-%s;Parent=%s;Sampled=1".formatted(XRAY_TRACE.substring(0, 8),
										XRAY_TRACE.substring(8), CONFIRMATION_PUBLISHED))
								.build())));
			for (String trace : List.of(TRACE, XRAY_TRACE)) {
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(child(receiver.spansOf(trace), CONFIRMATION_PUBLISHED).attributes())
						.containsEntry("booking.outcome", "processed"));
			}
		}
	}

	/**
	 * A span is exported when it has ended, so a parent arrives after its children, and
	 * the two services export each on its own: only the whole is worth a look.
	 */
	private void assertIsComplete(List<ReceivedSpan> trace, String providerLog, String userLog) {
		ReceivedSpan requested = child(trace, REQUEST_PUBLISHED);
		assertThat(requested.service()).isEqualTo("provider-consumer");
		assertThat(requested.attributes()).containsEntry("booking.outcome", "processed");

		ReceivedSpan confirmed = child(trace, CONFIRMATION_PUBLISHED);
		assertThat(confirmed.service()).isEqualTo("user-consumer");
		assertThat(confirmed.name()).isEqualTo("process " + queueName(this.user));
		assertThat(confirmed.attributes()).containsEntry("booking.outcome", "processed")
			.containsEntry("messaging.system", "aws_sqs");
		assertThat(confirmed.events()).containsExactly("committed");

		assertThat(trace).filteredOn((span) -> span.parentId().equals(confirmed.id()))
			.extracting(ReceivedSpan::name)
			.containsExactlyInAnyOrder("resolve booking", "deliver notification");
		ReceivedSpan delivery = named(trace, "deliver notification");
		assertThat(delivery.attributes()).containsEntry("booking.notification.status", "sent");
		assertThat(child(trace, delivery.id()).name()).isEqualTo("send email");
		ReceivedSpan resolution = named(trace, "resolve booking");
		assertThat(resolution.attributes()).containsEntry("booking.id", "test-123");
		assertThat(child(trace, resolution.id()).name()).isEqualTo("http get");

		ReceivedSpan lookup = child(trace, named(trace, "http get").id());
		assertThat(lookup.name()).isEqualTo("http get /booking-requests/{bookingId}");
		assertThat(lookup.service()).isEqualTo("provider-consumer");

		assertThat(userLog).containsPattern("\\[" + TRACE + "-" + confirmed.id() + "].*processed booking test-123");
		assertThat(providerLog).contains("\"trace.id\":\"%s\",\"span.id\":\"%s\"".formatted(TRACE, requested.id()));
	}

	private Map<String, String> environment(OtlpReceiver receiver) {
		Map<String, String> environment = new HashMap<>(this.provider.environment());
		environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url());
		environment.put("OTEL_BSP_SCHEDULE_DELAY", "100");
		environment.put("SPRING_SECURITY_USER_PASSWORD", "secret");
		environment.put("SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT", "1s");
		environment.put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
		return environment;
	}

	private ConfigurableApplicationContext start(OtlpReceiver receiver, String directory, String... arguments) {
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--server.port=0";
		return new SpringApplicationBuilder(UserConsumerApplication.class).properties(this.user.properties())
			.properties(Map.of("spring.cloud.aws.sqs.listener.poll-timeout", "1s",
					"management.opentelemetry.tracing.export.otlp.endpoint", receiver.url() + "/v1/traces",
					"management.opentelemetry.tracing.export.schedule-delay", "100ms", "booking.directory.url",
					directory, "booking.directory.username", "user", "booking.directory.password", "secret",
					"booking.directory.timeout", "30s"))
			.run(all);
	}

	private static Map<String, String> traceparent(String spanId) {
		return Map.of("traceparent", "00-%s-%s-01".formatted(TRACE, spanId));
	}

	private static ReceivedSpan child(List<ReceivedSpan> trace, String parentId) {
		assertThat(trace).filteredOn((span) -> span.parentId().equals(parentId)).hasSize(1);
		return trace.stream().filter((span) -> span.parentId().equals(parentId)).findFirst().orElseThrow();
	}

	private static ReceivedSpan named(List<ReceivedSpan> trace, String name) {
		assertThat(trace).extracting(ReceivedSpan::name).contains(name);
		return trace.stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
	}

	private static String queueName(SandboxService service) {
		return service.queueUrl().replaceFirst(".*/", "");
	}

	private static String sample(String name) throws IOException {
		try (InputStream sample = TraceIntegrationTests.class
			.getResourceAsStream("/io/bookings/events/" + name + ".json")) {
			return new String(Objects.requireNonNull(sample).readAllBytes(), StandardCharsets.UTF_8)
				.replace("2025-02-19T1", "2099-02-19T1");
		}
	}

}
