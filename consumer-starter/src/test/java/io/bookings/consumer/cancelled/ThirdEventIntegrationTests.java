package io.bookings.consumer.cancelled;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import jakarta.mail.internet.MimeMessage;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that an event and its service need no change of the production code, except for
 * the event itself in {@code common-events}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThirdEventIntegrationTests {

	private static final Path ROOT = Path.of("..");

	private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	private final ConfigurableApplicationContext context;

	ThirdEventIntegrationTests() {
		this.mail.start();
		Map<String, Object> properties = new HashMap<>(this.service.properties());
		properties.put("SQS_BOOKING_CANCELLATION_QUEUE_URL", this.service.queueUrl());
		properties.put("spring.config.location", "classpath:/io/bookings/consumer/cancelled/");
		properties.put("spring.cloud.aws.sqs.listener.poll-timeout", "1s");
		properties.put("spring.mail.host", "127.0.0.1");
		properties.put("spring.mail.port", this.mail.getSmtp().getPort());
		this.context = new SpringApplicationBuilder(CancellationConsumerApplication.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
		this.context.getBean(Contacts.class)
			.put("provider-789", new Contact("Praxis am Park", "praxis@example.org", null, Locale.GERMANY,
					ZoneId.of("Europe/Berlin"), List.of("email")));
	}

	@AfterAll
	void stop() {
		this.context.close();
		this.mail.stop();
	}

	@BeforeEach
	void forget() throws Exception {
		this.mail.purgeEmailFromAllMailboxes();
	}

	@Test
	void anEventGoesFromTheQueueToARowAndAnEmail() throws Exception {
		this.service.send(body("b-1", "2025-02-18T08:00:01Z"));
		patiently().until(() -> this.mail.getReceivedMessages().length == 1);
		assertThat(this.jdbc.sql("""
				select provider_id from booking_cancellation
				where booking_id = 'b-1' and cancelled_at = '2025-02-18T08:00:00Z'""").query(String.class).list())
			.containsExactly("provider-789");
		MimeMessage received = this.mail.getReceivedMessages()[0];
		assertThat(received.getAllRecipients()).singleElement().hasToString("praxis@example.org");
		assertThat(received.getSubject()).isEqualTo("Buchung b-1 ist storniert");
		patiently()
			.untilAsserted(() -> assertThat(notifications("b-1")).containsExactly("BOOKING_CANCELLED by email: SENT"));
		patiently().until(() -> this.service.messages().isEmpty());
		assertThat(this.service.deadLetterMessages().isEmpty()).isTrue();
	}

	@Test
	void aDuplicateHasNoSecondEffect() {
		this.service.send(body("b-2", "2025-02-18T08:00:01Z"));
		patiently().until(() -> this.mail.getReceivedMessages().length == 1);
		this.service.send(body("b-2", "2025-02-18T08:07:00Z"));
		patiently().untilAsserted(() -> assertThat(history("b-2")).contains("duplicate"));
		patiently().until(() -> this.service.messages().isEmpty());
		assertThat(this.jdbc.sql("select count(*) from booking_cancellation where booking_id = 'b-2'")
			.query(Integer.class)
			.single()).isEqualTo(1);
		assertThat(notifications("b-2")).hasSize(1);
		assertThat(this.mail.getReceivedMessages()).hasSize(1);
		assertThat(this.service.deadLetterMessages().isEmpty()).isTrue();
	}

	@Test
	void anEventOfAnotherTypeIsDeadLettered() {
		String created = """
				{"bookingId":"b-3","userId":"user-456","providerId":"provider-789","slotId":"slot-001",\
				"slotStart":"2035-02-19T10:00:00Z","slotEnd":"2035-02-19T11:00:00Z",\
				"eventType":"BOOKING_CREATED","timestamp":"2025-02-19T09:55:00Z"}""";
		this.service.send(created);
		patiently().until(() -> this.service.deadLetterMessages().visible() == 1);
		Message deadLetter = this.service.deadLetters().getFirst();
		this.service.purge();
		assertThat(deadLetter.body()).isEqualTo(created);
		assertThat(attribute(deadLetter, "Consumer")).isEqualTo("cancellation-consumer");
		assertThat(attribute(deadLetter, "FailureReason")).isEqualTo("rejected");
		assertThat(attribute(deadLetter, "FailureDetail"))
			.startsWith("The event is a BOOKING_CREATED: send it to another queue");
		assertThat(this.jdbc.sql("select count(*) from booking_cancellation where booking_id = 'b-3'")
			.query(Integer.class)
			.single()).isZero();
		assertThat(notifications("b-3")).isEmpty();
	}

	@Test
	void noProductionFileNamesTheEvent() throws IOException {
		Pattern event = Pattern.compile("booking.?cancel", Pattern.CASE_INSENSITIVE);
		List<Path> sources = productionFiles();
		List<Path> changed = new ArrayList<>();
		for (Path file : sources) {
			if (event.matcher(Files.readString(file)).find()) {
				changed.add(file);
			}
		}
		System.out.printf("%d of %d production files outside of common-events name BOOKING_CANCELLED%n", changed.size(),
				sources.size());
		assertThat(sources).hasSizeGreaterThan(100);
		assertThat(changed).isEmpty();
	}

	private static List<Path> productionFiles() throws IOException {
		List<Path> files = new ArrayList<>();
		for (String module : Pattern.compile("<module>(.+)</module>")
			.matcher(Files.readString(ROOT.resolve("pom.xml")))
			.results()
			.map((match) -> match.group(1))
			.filter((name) -> !name.equals("common-events"))
			.toList()) {
			try (Stream<Path> tree = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
				tree.filter(Files::isRegularFile).forEach(files::add);
			}
		}
		return files;
	}

	private static String body(String bookingId, String timestamp) {
		return """
				{"bookingId":"%s","providerId":"provider-789","cancelledAt":"2025-02-18T08:00:00Z",\
				"eventType":"BOOKING_CANCELLED","timestamp":"%s"}""".formatted(bookingId, timestamp);
	}

	private List<String> notifications(String bookingId) {
		return this.jdbc
			.sql("select event_type || ' by ' || channel || ': ' || status from notification where booking_id = ?")
			.param(bookingId)
			.query(String.class)
			.list();
	}

	private List<String> history(String bookingId) {
		return this.jdbc.sql("select what from booking_history where booking_id = ?")
			.param(bookingId)
			.query(String.class)
			.list();
	}

	private static String attribute(Message message, String name) {
		return message.messageAttributes().get(name).stringValue();
	}

	private static ConditionFactory patiently() {
		return await().atMost(Duration.ofSeconds(20));
	}

}
