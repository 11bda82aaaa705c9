package io.bookings.user;

import java.io.IOException;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bookings.sandbox.Ports;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Both services erase a person with marked values, while events about the person arrive.
 * Each service is killed in the middle of its part.
 */
class ErasureIntegrationTests {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	private static final String MARK = "Qx7Marked";

	private static final String ID = MARK + "-id";

	private static final String PHONE = "+4915755512121";

	private static final String CONTACT = """
			{"name": "%1$s", "email": "%1$s@example.com", "phone": "%2$s", "locale": "de-DE",
			"timeZone": "Europe/Berlin", "channels": ["email"]}""".formatted(MARK, PHONE);

	private static final int BOOKINGS = 30;

	private final SandboxService provider = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final SandboxService user = Sandbox.shared().isolated(ServiceKind.USER);

	private final JdbcClient providerTables = tables(this.provider);

	private final JdbcClient userTables = tables(this.user);

	private final int providerPort = Ports.free();

	private final List<Path> logs = new ArrayList<>();

	private final HttpClient http = HttpClient.newHttpClient();

	private final AtomicBoolean publishing = new AtomicBoolean(true);

	/** Dead letters of earlier messages keep the id. */
	private final AtomicBoolean deadLettering = new AtomicBoolean();

	@Test
	void nothingOfAnErasedPersonIsLeft() throws IOException {
		// The messages of killed processes become visible again soon.
		for (SandboxService service : List.of(this.user, this.provider)) {
			service.sqs()
				.setQueueAttributes((request) -> request.queueUrl(service.queueUrl())
					.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "5")));
		}
		ServiceProcess providers = startProvider();
		ServiceProcess users = startUser();
		CompletableFuture<Void> publisher = CompletableFuture.completedFuture(null);
		try {
			providers.awaitReady(Instant.now().plus(PATIENCE));
			users.awaitReady(Instant.now().plus(PATIENCE));
			assertThat(send(users, "PUT", "/users/" + ID + "/profile", CONTACT)).isEqualTo(201);
			for (int i = 0; i < BOOKINGS; i++) {
				publish("early-" + i);
			}
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(
						count(this.userTables, "notification where status = 'SENT' and recipient = '" + ID + "'"))
					.isEqualTo(BOOKINGS));
			assertThat(values(this.userTables)).contains(MARK, PHONE);
			assertThat(values(this.providerTables)).contains(MARK);

			publisher = CompletableFuture.runAsync(this::publishEverything, Thread::startVirtualThread);
			try (Lock lock = new Lock(this.user, "booking_confirmation")) {
				ServiceProcess killed = users;
				CompletableFuture<Integer> response = CompletableFuture
					.supplyAsync(() -> send(killed, "DELETE", "/users/" + ID, null), Thread::startVirtualThread);
				awaitWork(this.userTables);
				killed.kill();
				assertThat(response).failsWithin(PATIENCE);
				assertThat(lock.isHeld()).isTrue();
			}
			try (Lock lock = new Lock(this.provider, "booking_request")) {
				users = startUser();
				awaitWork(this.providerTables);
				providers.kill();
				this.deadLettering.set(true);
				assertThat(lock.isHeld()).isTrue();
			}
			providers = startProvider();
			providers.awaitReady(Instant.now().plus(PATIENCE));
			// Due now: the delays have doubled while provider-consumer was away.
			this.userTables.sql("update erasure set next_attempt_at = now() where person_id is not null").update();
			awaitFinished(this.userTables);
			awaitFinished(this.providerTables);
			assertThat(send(users, "PUT", "/users/" + ID + "/profile", CONTACT)).isEqualTo(409);
			assertThat(send(users, "DELETE", "/users/" + ID, null)).isEqualTo(200);
			awaitFinished(this.userTables);

			this.publishing.set(false);
			publisher.join();
			await().atMost(PATIENCE).until(() -> this.user.messages().isEmpty() && this.provider.messages().isEmpty());
			await().atMost(PATIENCE)
				.untilAsserted(() -> assertThat(count(this.userTables, "booking_confirmation where user_id is null"))
					.isZero());
			assertThat(count(this.providerTables, "booking_request")).isGreaterThan(BOOKINGS);
			assertThat(count(this.providerTables, "booking_request where user_id like 'erased-%'"))
				.isEqualTo(count(this.providerTables, "booking_request"));
			assertThat(count(this.providerTables, "booking_history where what = 'conflict'")).isPositive();
			assertThat(metrics(users) + metrics(providers)).contains("booking_").doesNotContain(MARK);
		}
		finally {
			this.publishing.set(false);
			users.close();
			providers.close();
		}
		assertThat(values(this.userTables)).contains("erased-").doesNotContain(MARK, hex(MARK), PHONE.substring(1));
		assertThat(values(this.providerTables)).contains("erased-").doesNotContain(MARK, hex(MARK));
		for (SandboxService service : List.of(this.user, this.provider)) {
			assertThat(service.deadLetters().toString()).contains("FailureReason").doesNotContain(MARK);
			assertThat(service.deadLetters(service.eventDeadLetterQueueUrl())).isEmpty();
		}
		for (Path log : this.logs) {
			assertThat(Files.readString(log)).as("%s", log).doesNotContain(MARK, PHONE.substring(1));
		}
	}

	/**
	 * New bookings, repeats, conflicts and invalid messages.
	 */
	private void publishEverything() {
		for (int i = 0; this.publishing.get(); i++) {
			publish("late-" + i);
			publish("early-" + (i % BOOKINGS));
			if (this.deadLettering.get()) {
				this.provider.send(created("early-" + (i % BOOKINGS)).replace("slot-1", "slot-2"));
				this.provider.send(created("invalid-" + i).replace("}", ""), Map.of("note", "of " + ID));
				this.user.send(confirmed("invalid-" + i).replace("provider-789", ID).replace("}", ""));
			}
			try {
				Thread.sleep(200); // the rate of the publisher
			}
			catch (InterruptedException ex) {
				throw new CompletionException(ex);
			}
		}
	}

	private void publish(String bookingId) {
		this.provider.send(created(bookingId));
		this.user.send(confirmed(bookingId));
	}

	private static String created(String bookingId) {
		return """
				{"bookingId":"%s","userId":"%s","providerId":"provider-789","slotId":"slot-1",\
				"slotStart":"2099-02-19T10:00:00Z","slotEnd":"2099-02-19T11:00:00Z",\
				"eventType":"BOOKING_CREATED","timestamp":"2025-02-19T09:55:00Z"}""".formatted(bookingId, ID);
	}

	private static String confirmed(String bookingId) {
		return """
				{"bookingId":"%s","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
				"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""".formatted(bookingId);
	}

	private ServiceProcess startProvider() throws IOException {
		return start(this.provider, this.providerPort, Map.of());
	}

	private ServiceProcess startUser() throws IOException {
		ServiceProcess process = start(this.user, Ports.free(),
				Map.of("BOOKING_ERASURE_FORWARD", "true", "BOOKING_DIRECTORY_URL",
						"http://127.0.0.1:" + this.providerPort, "BOOKING_DIRECTORY_USERNAME", "user",
						"BOOKING_DIRECTORY_PASSWORD", "secret", "BOOKING_DIRECTORY_BACK_OFF_INITIAL", "100ms",
						"BOOKING_DIRECTORY_BACK_OFF_MAX", "1s"));
		return process;
	}

	private ServiceProcess start(SandboxService service, int port, Map<String, String> settings) throws IOException {
		Map<String, String> environment = new HashMap<>(service.environment());
		environment.put("SPRING_SECURITY_USER_PASSWORD", "secret");
		environment.put("SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT", "1s");
		environment.put("DB_SCHEDULER_POLLING_INTERVAL", "200ms");
		// A notification of a killed process is soon sent by another one.
		environment.put("DB_SCHEDULER_HEARTBEAT_INTERVAL", "2s");
		environment.putAll(settings);
		Path log = Files.createTempFile(Path.of("target"), service.kind().serviceName() + "-erasure-", ".log");
		this.logs.add(log);
		return ServiceProcess.start(service.kind().serviceName(), ServiceProcess.commandInTest(service.kind()),
				environment, port, log);
	}

	private int send(ServiceProcess process, String method, String path, String body) {
		HttpRequest request = HttpRequest.newBuilder(process.url().resolve(path))
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8)))
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.build();
		return this.http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join().statusCode();
	}

	private String metrics(ServiceProcess process) {
		return this.http
			.sendAsync(HttpRequest.newBuilder(URI.create(process.url() + "/actuator/prometheus")).build(),
					HttpResponse.BodyHandlers.ofString())
			.join()
			.body();
	}

	/** One connection: the polls are frequent, and a new one costs more than a query. */
	private static JdbcClient tables(SandboxService service) {
		return JdbcClient
			.create(new SingleConnectionDataSource(service.jdbcUrl(), service.username(), service.password(), true));
	}

	private static void awaitWork(JdbcClient tables) {
		await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> count(tables, "erasure where person_id is not null") == 1);
	}

	private static void awaitFinished(JdbcClient tables) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(count(tables, "erasure where erased_at is null or person_id is not null"))
				.isZero());
	}

	private static int count(JdbcClient tables, String from) {
		return tables.sql("select count(*) from " + from).query(Integer.class).single();
	}

	/**
	 * All values of all tables, as a dump has them.
	 */
	private static String values(JdbcClient tables) {
		StringBuilder values = new StringBuilder();
		tables.sql("select table_name from information_schema.tables where table_schema = 'public'")
			.query(String.class)
			.list()
			.forEach((table) -> tables.sql("select t::text from %s as t".formatted(table))
				.query(String.class)
				.list()
				.forEach((row) -> values.append(row).append('\n')));
		return values.toString();
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A lock of a booking, at which an erasure waits.
	 */
	private static final class Lock implements AutoCloseable {

		private final Connection connection;

		Lock(SandboxService service, String table) {
			try {
				this.connection = service.dataSource().getConnection();
				this.connection.setAutoCommit(false);
				JdbcClient.create(new SingleConnectionDataSource(this.connection, true))
					.sql("select booking_id from %s where user_id = '%s' limit 1 for update".formatted(table, ID))
					.query(String.class)
					.single();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		boolean isHeld() {
			try {
				return !this.connection.isClosed();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			try {
				this.connection.rollback();
				this.connection.close();
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
