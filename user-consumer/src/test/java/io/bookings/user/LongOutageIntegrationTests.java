package io.bookings.user;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.ReceivedMail;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import io.bookings.sandbox.TcpProxy;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Both services, while the booking directory and the mail server are unavailable for
 * several times as long as a notification has attempts.
 */
class LongOutageIntegrationTests {

	private static final int BOOKINGS = 10;

	private static final int MAX_ATTEMPTS = 2;

	private static final int MANY = 3 * MAX_ATTEMPTS + 1;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String PROVIDER_ADDRESS = "long-outage-provider@example.com";

	private static final String USER_ADDRESS = "long-outage-user@example.com";

	private final SandboxService provider = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final SandboxService user = Sandbox.shared().isolated(ServiceKind.USER);

	private final JdbcClient providerTables = JdbcClient.create(this.provider.dataSource());

	private final JdbcClient userTables = JdbcClient.create(this.user.dataSource());

	@Test
	void everyUserIsCountedOnceAndEveryoneIsNotifiedOnce() {
		int mailPort = Integer.parseInt(this.user.environment().get("SPRING_MAIL_PORT"));
		try (TcpProxy mail = TcpProxy.start(mailPort);
				ServiceProcess process = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment(mail.port()));
				TcpProxy directory = TcpProxy.start(process.port());
				ConfigurableApplicationContext context = startUserConsumer(directory.port(), mail.port())) {
			mail.behave(TcpProxy.Behaviour.REFUSING);
			directory.behave(TcpProxy.Behaviour.REFUSING);
			process.awaitReady(Instant.now().plus(PATIENCE));
			putContacts(context);

			// BOOKING_CREATED is in the dead-letter queue when BOOKING_CONFIRMED arrives.
			IntStream.range(0, BOOKINGS).forEach((i) -> sendDeadLetter("b-" + i));
			IntStream.range(0, BOOKINGS).forEach((i) -> confirm("b-" + i));
			awaitFailedLookUps(MANY);
			directory.behave(TcpProxy.Behaviour.NORMAL);
			awaitFailedLookUps(2 * MANY);
			redrive();
			await().atMost(PATIENCE).untilAsserted(() -> assertThat(counted()).isEqualTo(BOOKINGS));
			awaitProbes(this.userTables, MANY);
			awaitProbes(this.providerTables, MANY);
			assertThat(statuses(this.userTables)).containsOnly("PENDING 0");
			assertThat(statuses(this.providerTables)).containsOnly("PENDING 0");

			mail.behave(TcpProxy.Behaviour.NORMAL);
			awaitSent(this.userTables);
			awaitSent(this.providerTables);
		}
		assertThat(counted()).isEqualTo(BOOKINGS);
		assertThat(mails(USER_ADDRESS)).hasSize(BOOKINGS).doesNotHaveDuplicates();
		assertThat(mails(PROVIDER_ADDRESS)).hasSize(BOOKINGS).doesNotHaveDuplicates();
	}

	private Map<String, String> environment(int mailPort) {
		Map<String, String> environment = new HashMap<>(this.provider.environment());
		environment.put("SPRING_MAIL_PORT", String.valueOf(mailPort));
		environment.put("SPRING_SECURITY_USER_PASSWORD", "secret");
		environment.put("SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT", "1s");
		settings().forEach((name, value) -> environment
			.put(name.toUpperCase(Locale.ROOT).replace("-", "_").replace('.', '_'), value));
		return environment;
	}

	private ConfigurableApplicationContext startUserConsumer(int directoryPort, int mailPort) {
		return new SpringApplicationBuilder(UserConsumerApplication.class).properties(this.user.properties())
			.properties(new HashMap<>(settings()))
			.properties(Map.of("spring.cloud.aws.sqs.listener.poll-timeout", "1s", "spring.mail.port", mailPort,
					"booking.directory.url", "http://127.0.0.1:" + directoryPort, "booking.directory.username", "user",
					"booking.directory.password", "secret", "booking.directory.back-off.initial", "100ms",
					"booking.directory.back-off.max", "100ms"))
			.run("--server.port=0");
	}

	private static Map<String, String> settings() {
		return Map.of("booking.notification.max-attempts", String.valueOf(MAX_ATTEMPTS),
				"booking.notification.back-off.initial", "100ms", "booking.notification.back-off.max", "100ms",
				"booking.notification.probe-back-off.initial", "100ms", "booking.notification.probe-back-off.max",
				"100ms", "booking.notification.contact-retry", "1s", "booking.notification.max-per-second", "100",
				"db-scheduler.polling-interval", "100ms");
	}

	private void putContacts(ConfigurableApplicationContext context) {
		new Contacts(this.providerTables, "provider_contact", "provider_id").put("provider-789",
				contact(PROVIDER_ADDRESS));
		context.getBean(Contacts.class).put("user-456", contact(USER_ADDRESS));
	}

	private static Contact contact(String address) {
		return new Contact("Ada", address, null, Locale.UK, ZoneId.of("Europe/London"), List.of("email"));
	}

	private void sendDeadLetter(String bookingId) {
		String body = """
				{"bookingId":"%s","userId":"user-456","providerId":"provider-789","slotId":"slot-001",\
				"slotStart":"2099-02-19T10:00:00Z","slotEnd":"2099-02-19T11:00:00Z",\
				"eventType":"BOOKING_CREATED","timestamp":"2025-02-19T09:55:00Z"}""".formatted(bookingId);
		this.provider.sqs()
			.sendMessage((request) -> request.queueUrl(this.provider.deadLetterQueueUrl()).messageBody(body));
	}

	private void confirm(String bookingId) {
		this.user.send("""
				{"bookingId":"%s","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
				"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""".formatted(bookingId));
	}

	private void redrive() {
		String arn = this.provider.sqs()
			.getQueueAttributes((request) -> request.queueUrl(this.provider.deadLetterQueueUrl())
				.attributeNames(QueueAttributeName.QUEUE_ARN))
			.attributes()
			.get(QueueAttributeName.QUEUE_ARN);
		this.provider.sqs().startMessageMoveTask((request) -> request.sourceArn(arn));
	}

	private void awaitFailedLookUps(int failures) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.userTables.sql("""
					select count(*) from scheduled_tasks
					where task_name = 'resolve-booking' and consecutive_failures >= ?""")
				.param(failures)
				.query(Integer.class)
				.single()).isPositive());
		assertThat(counted()).isZero();
	}

	private void awaitProbes(JdbcClient tables, int probes) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(
					tables.sql("select coalesce(max(failed_probes), 0) from notification_channel where name = 'email'")
						.query(Integer.class)
						.single())
				.isGreaterThanOrEqualTo(probes));
	}

	private void awaitSent(JdbcClient tables) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(statuses(tables)).hasSize(BOOKINGS).containsOnly("SENT 1"));
	}

	private static List<String> statuses(JdbcClient tables) {
		return tables.sql("select status || ' ' || attempts from notification").query(String.class).list();
	}

	private int counted() {
		return this.userTables.sql("select confirmed_bookings from user_profile where user_id = 'user-456'")
			.query(Integer.class)
			.optional()
			.orElse(0);
	}

	private static List<String> mails(String address) {
		return Sandbox.shared()
			.mail()
			.received()
			.stream()
			.filter((mail) -> mail.recipient().equals(address))
			.map(ReceivedMail::messageId)
			.toList();
	}

}
