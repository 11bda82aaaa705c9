package io.bookings.user;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Ports;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each confirmed booking gets its user, however long the booking directory is away. The
 * user of booking {@code a-1} is {@code user-a}.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResolvingIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int MAX_ATTEMPTS = 2;

	/** More failures than notifications have attempts. */
	private static final int MANY = 3 * MAX_ATTEMPTS + 1;

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.USER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	private final AtomicInteger requests = new AtomicInteger();

	private final AtomicInteger concurrent = new AtomicInteger();

	private final AtomicInteger mostConcurrent = new AtomicInteger();

	private final CountDownLatch end = new CountDownLatch(1);

	private volatile int status = 200;

	private volatile Duration delay = Duration.ZERO;

	private HttpServer directory;

	private ConfigurableApplicationContext context;

	@BeforeAll
	void start() throws IOException {
		this.directory = startDirectory(Ports.free());
		this.context = start(this.service, Map.of());
		for (String userId : List.of("user-a", "user-b", "user-c", "user-d", "user-e")) {
			this.context.getBean(Contacts.class)
				.put(userId, new Contact("Ada", userId + "@example.com", null, Locale.UK, ZoneId.of("Europe/London"),
						List.of("email")));
		}
	}

	@AfterAll
	void stop() {
		this.end.countDown();
		this.context.close();
		this.directory.stop(0);
	}

	@BeforeEach
	void repairDirectory() {
		this.status = 200;
		this.delay = Duration.ZERO;
	}

	@Test
	void anOutageOfTheDirectoryOfAnyLengthLosesNoUserAndNoNotification() throws IOException {
		this.status = 503;
		confirm("a-1");
		confirm("a-2");
		awaitFailures(MANY);
		assertThat(issue()).startsWith("The booking directory answers HTTP 503. Check the health and the log");
		int port = this.directory.getAddress().getPort();
		this.directory.stop(0);
		awaitFailures(2 * MANY);
		assertThat(issue()).startsWith("The booking directory does not answer. Check booking.directory.url");
		this.status = 401;
		this.directory = startDirectory(port);
		awaitFailures(3 * MANY);
		assertThat(issue()).startsWith("The booking directory refuses the credentials: it answers HTTP 401. Compare");
		this.status = 404;
		awaitFailures(4 * MANY);
		assertThat(issue()).startsWith("The booking directory does not know the booking a-")
			.contains("Check whether BOOKING_CREATED of this booking is in a queue");
		confirm("a-1"); // a duplicate
		this.status = 200;
		awaitNotifications("a", "a-1 SENT", "a-2 SENT");
		assertThat(counted("user-a")).isEqualTo(2);
		assertThat(texts("select distinct detail from booking_history where what = 'look-up failed' order by 1"))
			// A stop of the directory can cut a response off.
			.contains("the booking directory answers HTTP 503", "the booking directory does not answer",
					"the booking directory does not know the booking",
					"the booking directory refuses the credentials: it answers HTTP 401");
		awaitNoTasks();
		this.context.getBean(UnresolvedConfirmations.class).check();
		assertThat(health().getDetails()).containsOnlyKeys("lookUps", "unresolved").containsEntry("unresolved", 0L);
	}

	@Test
	void duringAnOutageOneLookUpAtATimeTestsWhetherItHasEnded() {
		this.status = 503;
		this.delay = Duration.ofMillis(100);
		for (int i = 0; i < 50; i++) {
			confirm("b-" + i);
		}
		await().atMost(PATIENCE).until(() -> this.context.getBean(DirectoryLookUp.class).lastShared() != null);
		// A look-up that began before the pause may still be on its way.
		await().atMost(PATIENCE).during(Duration.ofSeconds(2)).until(() -> this.concurrent.get() <= 1);
		this.mostConcurrent.set(0);
		int before = this.requests.get();
		await().atMost(PATIENCE).until(() -> this.requests.get() >= before + 10);
		assertThat(this.mostConcurrent).hasValue(1);
		this.status = 200;
		this.delay = Duration.ZERO;
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(counted("user-b")).isEqualTo(50));
		awaitNoTasks();
		assertThat(texts("select status from notification where booking_id like 'b-%'")).hasSize(50)
			.containsOnly("SENT");
	}

	@Test
	void whatVersion1LeftIsResolvedOnce() {
		this.status = 404;
		for (String bookingId : List.of("c-1", "c-2", "c-3")) {
			insertUnresolved(bookingId);
		}
		insertNotification("c-2", "PENDING");
		insertNotification("c-3", "FAILED");
		UnresolvedConfirmations unresolved = this.context.getBean(UnresolvedConfirmations.class);
		unresolved.check();
		unresolved.check();
		assertThat(texts("""
				select task_instance from scheduled_tasks where task_name = 'resolve-booking' order by 1"""))
			.containsExactly("c-1", "c-2", "c-3");
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("unresolved", 3L).containsKey("oldestUnresolved");
		assertThat(scrape()).contains("booking_confirmations_unresolved{application=\"user-consumer\"} 3.0")
			.containsPattern(
					"booking_confirmations_unresolved_oldest_seconds\\{application=\"user-consumer\"} (8[67]\\d{3}|8.6\\d*E4)");
		this.status = 200;
		awaitNotifications("c", "c-1 SENT", "c-2 SENT", "c-3 FAILED");
		assertThat(counted("user-c")).isEqualTo(3);
		awaitNoTasks();
	}

	@Test
	void aNotificationOfVersion1WaitsForItsUserWithoutCountingAttempts() {
		this.status = 404;
		insertUnresolved("d-1");
		insertNotification("d-1", "PENDING");
		this.jdbc.sql("update scheduled_tasks set execution_time = now() where task_name = 'notification'").update();
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(texts(
					"select status || ' ' || attempts || ' ' || last_error from notification where booking_id = 'd-1'"))
				.containsExactly("PENDING 5 the user of the booking is not known yet"));
		this.status = 200;
		this.context.getBean(UnresolvedConfirmations.class).check();
		awaitNotifications("d", "d-1 SENT");
		awaitNoTasks();
	}

	@Test
	void theUserIsCountedOnceIfABookingIsResolvedTwiceAtTheSameTime() {
		this.delay = Duration.ofMillis(200);
		insertUnresolved("e-1");
		BookingResolver resolver = this.context.getBean(BookingResolver.class);
		CompletableFuture
			.allOf(CompletableFuture.runAsync(() -> resolver.resolve("e-1"), Thread::startVirtualThread),
					CompletableFuture.runAsync(() -> resolver.resolve("e-1"), Thread::startVirtualThread))
			.join();
		assertThat(counted("user-e")).isEqualTo(1);
		awaitNotifications("e", "e-1 SENT");
		awaitNoTasks();
	}

	@Test
	void theMetricsOfThisServiceAreDocumented() throws IOException {
		String section = Files.readString(Path.of("..", "docs", "metrics.md")).split("## user-consumer only")[1];
		List<String> documented = Pattern.compile("\\| `(booking_\\w+)` \\|")
			.matcher(section)
			.results()
			.map((row) -> row.group(1))
			.toList();
		assertThat(documented).containsExactlyInAnyOrder("booking_confirmations_unresolved",
				"booking_confirmations_unresolved_oldest_seconds");
		assertThat(scrape()).contains(documented).contains("task=\"check-unresolved-confirmations\"");
		assertThat(section).contains("`check-unresolved-confirmations`");
	}

	@Test
	void theIndexServesNumberAndAge() throws SQLException {
		try (Connection connection = this.service.dataSource().getConnection()) {
			JdbcClient session = JdbcClient.create(new SingleConnectionDataSource(connection, true));
			// The table of the test is too small for an index.
			session.sql("set enable_seqscan = off").update();
			List<String> plan = session.sql("""
					explain (costs off)
					select count(*), min(received_at) from booking_confirmation where user_id is null""")
				.query(String.class)
				.list();
			assertThat(String.join("\n", plan)).contains("booking_confirmation_unresolved");
		}
	}

	@Test
	void withoutNotificationsTheUserIsFoundAndNothingIsSent() {
		SandboxService storing = Sandbox.shared().isolated(ServiceKind.USER);
		JdbcClient database = JdbcClient.create(storing.dataSource());
		try (ConfigurableApplicationContext _ = start(storing, Map.of("booking.notification.enabled", "false"))) {
			database.sql("""
					with earlier as (
						insert into notification (booking_id, event_type) values ('f-0', 'BOOKING_CONFIRMED')
						returning id)
					insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
					select 'notification', id::text, now(), false, 1 from earlier""").update();
			confirm(storing, "f-1");
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(
						database.sql("select user_id from booking_confirmation where booking_id = 'f-1'")
							.query(String.class)
							.optional())
					.hasValue("user-f"));
			assertThat(database.sql("select confirmed_bookings from user_profile where user_id = 'user-f'")
				.query(Integer.class)
				.single()).isEqualTo(1);
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(database.sql("""
						select task_name from scheduled_tasks where not picked and execution_time > now()""")
					.query(String.class)
					.list()).containsExactly("notification"));
			assertThat(database.sql("select booking_id || status || attempts from notification")
				.query(String.class)
				.list()).containsExactly("f-0PENDING0");
		}
	}

	private ConfigurableApplicationContext start(SandboxService started, Map<String, Object> settings) {
		Map<String, Object> all = new HashMap<>(Map.of("spring.cloud.aws.sqs.listener.poll-timeout", "1s",
				"booking.directory.url", "http://127.0.0.1:" + this.directory.getAddress().getPort(),
				"booking.directory.username", "user-consumer", "booking.directory.back-off.initial", "100ms",
				"booking.directory.back-off.max", "100ms", "booking.notification.max-attempts", MAX_ATTEMPTS,
				"booking.notification.back-off.initial", "100ms", "booking.notification.back-off.max", "100ms",
				"db-scheduler.polling-interval", "100ms"));
		all.putAll(settings);
		return new SpringApplicationBuilder(UserConsumerApplication.class).properties(started.properties())
			.properties(all)
			.run("--server.port=0");
	}

	private void confirm(String bookingId) {
		confirm(this.service, bookingId);
	}

	private static void confirm(SandboxService consumer, String bookingId) {
		consumer.send("""
				{"bookingId":"%s","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
				"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""".formatted(bookingId));
	}

	private void insertUnresolved(String bookingId) {
		this.jdbc.sql("""
				insert into booking_confirmation (booking_id, provider_id, accepted_at, received_at)
				values (:bookingId, 'provider-789', now(), now() - interval '1 day')""")
			.param("bookingId", bookingId)
			.update();
	}

	/**
	 * A notification as version 1.0 can have left it, with its task if it is pending.
	 */
	private void insertNotification(String bookingId, String notificationStatus) {
		this.jdbc.sql("""
				with stored as (
					insert into notification (booking_id, event_type, status, attempts, last_error)
					values (:bookingId, 'BOOKING_CONFIRMED', :status, 5, 'the booking directory does not answer')
					returning id)
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
				select 'notification', id::text, now() + interval '1 hour', false, 1 from stored
				where :status = 'PENDING'""")
			.param("bookingId", bookingId)
			.param("status", notificationStatus)
			.update();
	}

	private void awaitFailures(int failures) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(texts("""
					select task_instance from scheduled_tasks
					where task_name = 'resolve-booking' and consecutive_failures >= %d""".formatted(failures)))
				.containsExactlyInAnyOrder("a-1", "a-2"));
		assertThat(texts("select booking_id from booking_confirmation where user_id = 'user-a'")).isEmpty();
	}

	private void awaitNotifications(String group, String... expected) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts("""
				select booking_id || ' ' || status from notification
				where booking_id like '%s-%%' order by 1""".formatted(group))).containsExactly(expected));
	}

	private void awaitNoTasks() {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(texts("select task_instance from scheduled_tasks")).isEmpty());
	}

	private int counted(String userId) {
		return this.jdbc.sql("select confirmed_bookings from user_profile where user_id = ?")
			.param(userId)
			.query(Integer.class)
			.optional()
			.orElse(0);
	}

	private List<String> texts(String query) {
		return this.jdbc.sql(query).query(String.class).list();
	}

	private Health health() {
		return this.context.getBean(DirectoryHealthIndicator.class).health();
	}

	private String issue() {
		this.context.getBean(UnresolvedConfirmations.class).check();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		return String.valueOf(health().getDetails().get("issue"));
	}

	private String scrape() {
		URI uri = URI.create("http://127.0.0.1:%s/actuator/prometheus"
			.formatted(this.context.getEnvironment().getRequiredProperty("local.server.port")));
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
				.join()
				.body();
		}
	}

	private HttpServer startDirectory(int port) throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/booking-requests/", this::answer);
		server.start();
		return server;
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.mostConcurrent.accumulateAndGet(this.concurrent.incrementAndGet(), Math::max);
		try {
			this.end.await(this.delay.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		int answered = this.status;
		String path = exchange.getRequestURI().getPath();
		String bookingId = path.substring(path.lastIndexOf('/') + 1);
		Instant slot = Instant.now().plus(Duration.ofDays(1));
		byte[] body = """
				{"bookingId":"%s","userId":"user-%s","slotId":"slot-001","slotStart":"%s","slotEnd":"%s"}"""
			.formatted(bookingId, bookingId.substring(0, 1), slot, slot.plusSeconds(3600))
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		this.concurrent.decrementAndGet();
		this.requests.incrementAndGet();
		exchange.sendResponseHeaders(answered, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

}
