package io.bookings.user;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A confirmed booking's user is looked up in a directory that may misbehave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BookingDirectoryIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.USER);

	private final JdbcClient jdbc = JdbcClient.create(this.service.dataSource());

	private final HttpServer http;

	private final ConfigurableApplicationContext context;

	/** What the directory does wrong before it answers well. */
	private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

	private final CountDownLatch end = new CountDownLatch(1);

	/** Whether it answers about the bookings c-0, c-1 ... */
	private volatile boolean away;

	private volatile String authorization = "";

	private volatile String asked = "";

	BookingDirectoryIntegrationTests() throws IOException {
		this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.http.createContext("/", this::answer);
		this.http.start();
		this.context = new SpringApplicationBuilder(UserConsumerApplication.class).properties(this.service.properties())
			.properties(Map.of("spring.cloud.aws.sqs.listener.poll-timeout", "1s", "booking.directory.url",
					"http://127.0.0.1:%d/a%%20b/?tenant=%%7B1%%7D".formatted(this.http.getAddress().getPort()),
					"booking.directory.username", "sandbox", "booking.directory.password", "secret",
					"booking.directory.timeout", "3s", "booking.directory.back-off.initial", "100ms",
					"booking.directory.back-off.max", "100ms", "db-scheduler.polling-interval", "100ms"))
			.run("--server.port=0");
		this.context.getBean(Contacts.class)
			.put("user-456", new Contact("Ada", "ada@example.com", null, Locale.UK, ZoneId.of("Europe/London"),
					List.of("email")));
	}

	@AfterAll
	void stop() {
		this.end.countDown();
		this.context.close();
		this.http.stop(0);
	}

	@BeforeEach
	void forget() {
		this.faults.clear();
	}

	@Test
	void theBookingIsResolvedAndTheUserCountedAndTold() {
		confirm("b-1");
		awaitSent("b-1");
		assertThat(this.jdbc.sql("select user_id || '/' || slot_id from booking_confirmation where booking_id = 'b-1'")
			.query(String.class)
			.single()).isEqualTo("user-456/slot-001");
		assertThat(this.authorization).isEqualTo("Basic c2FuZGJveDpzZWNyZXQ=");
		assertThat(this.asked).isEqualTo("/a%20b/booking-requests/b-1?tenant=%7B1%7D");
	}

	@Test
	void everyFaultOfTheDirectoryIsOutlivedAndTheUserCountedOnce() {
		int before = counted();
		this.faults.addAll(List.of(Fault.values()));
		confirm("b-2");
		awaitSent("b-2");
		assertThat(counted()).isEqualTo(before + 1);
		assertThat(this.faults).isEmpty();
		// One line for each new reason, so two pairs of faults have one line each.
		assertThat(this.jdbc.sql(
				"select detail from booking_history where booking_id = 'b-2' and what <> 'notification sent' order by id")
			.query(String.class)
			.list()).containsExactly("the booking directory answers HTTP 500",
					"the booking directory does not know the booking",
					"the booking directory refuses the credentials: it answers HTTP 401 (title: Unauthorized)",
					"the booking directory answers HTTP 403 (server: proxy/1.0)",
					"the booking directory answers HTTP 404 (server: proxy/1.0)",
					"the booking directory's response cannot be parsed",
					"the booking directory's response does not match the booking",
					"the booking directory does not answer");
	}

	@Test
	void aDirectoryThatIsAwayDoesNotKeepTheConsumerFromConsuming() {
		this.away = true;
		for (int i = 0; i < 100; i++) {
			confirm("c-" + i);
		}
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(
					this.jdbc.sql("select count(*) from booking_confirmation where booking_id like 'c-%'")
						.query(Integer.class)
						.single())
				.isEqualTo(100));
		this.away = false;
	}

	private void confirm(String bookingId) {
		this.service.send("""
				{"bookingId":"%s","providerId":"provider-789","acceptedAt":"2025-02-19T09:58:00Z",\
				"eventType":"BOOKING_CONFIRMED","timestamp":"2025-02-19T09:58:01Z"}""".formatted(bookingId));
	}

	private void awaitSent(String bookingId) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.jdbc.sql("select status from notification where booking_id = ?")
				.param(bookingId)
				.query(String.class)
				.optional()).hasValue("SENT"));
	}

	private int counted() {
		return this.jdbc.sql("select confirmed_bookings from user_profile where user_id = 'user-456'")
			.query(Integer.class)
			.single();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String bookingId = path.substring(path.lastIndexOf('/') + 1);
		boolean other = bookingId.startsWith("c-");
		if (!other) {
			this.authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
			this.asked = exchange.getRequestURI().toString();
		}
		Fault fault = other ? (this.away ? Fault.SILENCE : null) : this.faults.poll();
		if (fault == Fault.SILENCE) {
			awaitEnd();
			exchange.close();
			return;
		}
		int status = (fault != null) ? fault.status : 200;
		String good = """
				{"bookingId":"%s","userId":"%s","providerId":"provider-789","slotId":"slot-001",\
				"slotStart":"%s","slotEnd":"%s","somethingNew":[1]}""".formatted(bookingId,
				other ? "user-other" : "user-456", Instant.now().plus(Duration.ofDays(1)),
				Instant.now().plus(Duration.ofDays(1)).plusSeconds(3600));
		byte[] body = ((fault != null) ? fault.body : good).getBytes(StandardCharsets.UTF_8);
		boolean html = fault != null && fault.body.startsWith("<");
		exchange.getResponseHeaders().add("Content-Type", html ? "text/html" : "application/json");
		if (html) {
			exchange.getResponseHeaders().add("Server", "proxy/1.0");
		}
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private void awaitEnd() {
		try {
			this.end.await(10, TimeUnit.SECONDS); // longer than the client waits
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private enum Fault {

		BROKEN(500, "{}"), UNKNOWN(404, "{}"), REFUSED(401, "{\"title\":\"Unauthorized\"}"),
		PROXY_REFUSES(403, "<html></html>"), PROXY_KNOWS_NOTHING(404, "<html></html>"), GARBAGE(200, "{\"bookingId\":"),
		NOT_JSON(200, "<html></html>"), INCOMPLETE(200, "{}"), ANOTHER(200, "{\"bookingId\":\"another\"}"),
		SILENCE(200, "");

		private final int status;

		private final String body;

		Fault(int status, String body) {
			this.status = status;
			this.body = body;
		}

	}

}
