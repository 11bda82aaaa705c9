package io.bookings.user;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whatever the service is given, its log has ids and reasons only.
 */
@ExtendWith(OutputCaptureExtension.class)
class PersonalDataIntegrationTests {

	private static final String MARKER = "Xq7Secret";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String CONFIRMATION = """
			{"bookingId":"b-1","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
			"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""";

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.USER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	@ParameterizedTest
	@ValueSource(strings = { "", "ecs" })
	void noBodyNoAddressAndNoAnswerOfTheDirectoryIsLogged(String format, CapturedOutput output) throws Exception {
		HttpServer directory = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		directory.createContext("/", (exchange) -> {
			byte[] answer = ("{\"" + MARKER + "\":").getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().add("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		directory.start();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(UserConsumerApplication.class)
			.properties(this.service.properties())
			.properties(Map.of("spring.cloud.aws.sqs.listener.poll-timeout", "1s", "logging.structured.format.console",
					format, "booking.directory.url", "http://127.0.0.1:" + directory.getAddress().getPort(),
					"booking.directory.back-off.initial", "100ms"))
			.run("--server.port=0")) {
			context.getBean(Contacts.class)
				.put("user-456", new Contact(MARKER, MARKER + "@example.com", "+4915799999999", Locale.UK,
						ZoneId.of("Europe/London"), List.of("email")));
			List.of(CONFIRMATION, MARKER, "{\"" + MARKER, "{\"" + MARKER + "\":[1,}", CONFIRMATION + MARKER,
					CONFIRMATION.replace("\"provider-789\"", "{\"" + MARKER + "\":1}"),
					CONFIRMATION.replace("2025-02-19T09:58:00Z", MARKER),
					CONFIRMATION.replace("BOOKING_CONFIRMED", MARKER), CONFIRMATION.replace("provider-789", "another"))
				.forEach((body) -> this.service.send(body, Map.of("note", MARKER)));
			await().atMost(PATIENCE).until(() -> this.service.messages().isEmpty());
			await().atMost(PATIENCE)
				.until(() -> this.jdbc.sql("select count(*) from booking_history where what = 'look-up failed'")
					.query(Integer.class)
					.single() == 1);
		}
		finally {
			directory.stop(0);
		}
		assertThat(output.toString()).contains("b-1").doesNotContain(MARKER).doesNotContain("99999999", "provider-789");
	}

}
