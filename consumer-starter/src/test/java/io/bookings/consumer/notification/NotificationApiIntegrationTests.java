package io.bookings.consumer.notification;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import jakarta.mail.internet.MimeMessage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static io.bookings.consumer.notification.TestNotifier.contact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The API for notifications, with a real SMTP server.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationApiIntegrationTests {

	private static final String ALL_UNSENT = "{\"status\": [\"FAILED\", \"UNKNOWN\"]%s}";

	private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final NotifierFixture notifier;

	private final RestTestClient client;

	NotificationApiIntegrationTests() {
		this.mail.start();
		this.notifier = start("spring.mail.host=127.0.0.1", "spring.mail.port=" + this.mail.getSmtp().getPort());
		this.client = client(this.notifier);
	}

	private NotifierFixture start(String... settings) {
		List<String> all = new ArrayList<>(List.of("spring.main.web-application-type=servlet", "server.port=0",
				"booking.notification.contact-retry=1m", "spring.security.user.name=booking-desk",
				"spring.security.user.password=secret", "springdoc.api-docs.enabled=true",
				"springdoc.api-docs.path=/generated"));
		all.addAll(List.of(settings));
		return NotifierFixture.start(this.service, all.toArray(String[]::new));
	}

	private static RestTestClient client(NotifierFixture notifier) {
		return RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + notifier.context.getEnvironment().getProperty("local.server.port"))
			.defaultHeaders((headers) -> headers.setBasicAuth("booking-desk", "secret"))
			.build();
	}

	@AfterAll
	void stop() {
		this.notifier.close();
		this.mail.stop();
	}

	@BeforeEach
	void forget() throws Exception {
		await().atMost(NotifierFixture.patience())
			.until(() -> this.notifier.jdbc.sql("select count(*) from scheduled_tasks where picked")
				.query(Integer.class)
				.single() == 0);
		this.notifier.forget();
		this.mail.purgeEmailFromAllMailboxes();
		this.notifier.contacts.put("r-1", contact("r-1", "email"));
	}

	@Test
	void theListShowsNotificationsNewestFirst() {
		store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		long id = store("b-2", "sms", "UNKNOWN", "2026-11-21T10:00:00Z");
		store("b-3", "email", "SENT", "2026-11-22T10:00:00Z");
		String shown = """
				{"id": %d, "bookingId": "b-2", "eventType": "BOOKING_CREATED", "channel": "sms", "recipient": "r-1",
				"status": "UNKNOWN", "attempts": 12, "lastError": "timed out", "createdAt": "2026-11-21T10:00:00Z",
				"providerMessageId": "m-b-2"}""".formatted(id);
		get("/notifications?status=FAILED,UNKNOWN").expectStatus()
			.isOk()
			.expectBody()
			.json("{\"items\": [%s, {\"bookingId\": \"b-1\"}]}".formatted(shown))
			.jsonPath("$.items[0].sentAt")
			.doesNotExist()
			.jsonPath("$.next")
			.doesNotExist();
		get("/notifications/" + id).expectStatus().isOk().expectBody().json(shown);
		problem(get("/notifications/" + (id + 100)), HttpStatus.NOT_FOUND, "There is no notification with this id");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "\"\" | b-3,b-2,b-1", "channel=email | b-3,b-1", "status=SENT | b-3",
					"status=FAILED&status=SENT | b-3,b-1", "since=2026-11-21T10:00:00Z | b-3,b-2",
					"until=2026-11-21T10:00:00Z | b-1",
					"since=2026-11-21T11:00:00%2B01:00&until=2026-11-22T10:00:00Z | b-2", "status=EXPIRED | \"\"" })
	void theListIsFiltered(String query, String bookings) {
		store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		store("b-2", "sms", "UNKNOWN", "2026-11-21T10:00:00Z");
		store("b-3", "email", "SENT", "2026-11-22T10:00:00Z");
		assertThat(bookings(get("/notifications?" + query))).containsExactly(split(bookings));
	}

	@Test
	void theListIsPagedWithoutLossOrRepeatWhileOthersCome() {
		IntStream.range(0, 25).forEach((i) -> store("b-" + i, "email", "FAILED", "2026-11-20T10:00:00Z"));
		List<String> seen = new ArrayList<>();
		String next = "";
		while (next != null) {
			ItemPage page = get("/notifications?status=FAILED&limit=7" + next).expectBody(ItemPage.class)
				.returnResult()
				.getResponseBody();
			assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
			page.items().forEach((item) -> seen.add(item.bookingId()));
			store("late-" + seen.size(), "email", "FAILED", "2026-11-20T10:00:00Z");
			next = (page.next() != null) ? "&after=" + page.next() : null;
		}
		assertThat(seen).containsExactlyElementsOf(IntStream.range(0, 25).mapToObj((i) -> "b-" + (24 - i)).toList());
	}

	@Test
	void theIndexServesTheListOfUnsentNotifications() {
		this.notifier.jdbc.sql("""
				insert into notification (booking_id, event_type, channel, status)
				select 'b-' || n, 'BOOKING_CREATED', 'email', case when n % 5000 = 0 then 'FAILED' else 'SENT' end
				from generate_series(1, 20000) as n""").update();
		this.notifier.jdbc.sql("analyze notification").update();
		List<String> plan = this.notifier.jdbc.sql(
				"explain (costs off) select * from notification where true and (status = 'FAILED' or status = 'UNKNOWN')"
						+ " and id < 9223372036854775807 order by id desc limit 21")
			.query(String.class)
			.list();
		assertThat(String.join("\n", plan)).contains("Index Scan Backward using notification_unsent")
			.doesNotContain("Sort");
		assertThat(bookings(get("/notifications?status=FAILED"))).containsExactly("b-20000", "b-15000", "b-10000",
				"b-5000");
	}

	@ParameterizedTest
	@CsvSource({ "status=LOST,status", "since=yesterday,since", "until=1999-12-31T23:59:59Z,until",
			"since=2026-11-22T10:00:00Z&until=2026-11-21T10:00:00Z,since", "channel=%00,channel", "limit=0,limit",
			"after=x,after", "after=MjAyNi0xMS0yMFQxMDowMDowMFogeA,after" })
	void aParameterThatIsNotValidIsNamed(String query, String field) {
		broken(get("/notifications?" + query), field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "FAILED", "UNKNOWN" })
	void aNotificationIsSentAgainWithTheSameIdentity(String status) throws Exception {
		sendFirst("b-1");
		String identity = this.mail.getReceivedMessages()[0].getMessageID();
		this.notifier.jdbc.sql("""
				update notification set status = ?, attempts = 12, last_error = '550', sent_at = null,
					created_at = now() - interval '1 day'""").param(status).update();
		long id = id("b-1");
		resend(id, "").expectStatus()
			.isOk()
			.expectBody()
			.json("{\"id\": %d, \"bookingId\": \"b-1\"}".formatted(id))
			.jsonPath("$.lastError")
			.doesNotExist();
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 2);
		assertThat(this.mail.getReceivedMessages()[1].getMessageID()).isEqualTo(identity);
		awaitStatus("b-1/email", "SENT");
		assertThat(this.notifier.history("b-1")).containsExactly("notification sent: email, attempt 1",
				"notification resend requested: email, was " + status + ", by booking-desk",
				"notification sent: email, attempt 1");
		await().atMost(NotifierFixture.patience()).until(() -> this.notifier.tasks() == 0);
	}

	@Test
	void aSentNotificationIsSentAgainOnlyByForce() throws Exception {
		sendFirst("b-1");
		long id = id("b-1");
		problem(resend(id, ""), HttpStatus.CONFLICT, "The notification is SENT: set force to true to send it again");
		problem(resend(id, "{\"force\": false}"), HttpStatus.CONFLICT, null);
		assertThat(this.notifier.history("b-1")).hasSize(1);
		resend(id, "{\"force\": true}").expectStatus().isOk();
		await().atMost(NotifierFixture.patience()).until(() -> this.mail.getReceivedMessages().length == 2);
		assertThat(List.of(this.mail.getReceivedMessages())).extracting(MimeMessage::getMessageID)
			.containsOnly(this.mail.getReceivedMessages()[0].getMessageID());
	}

	@Test
	void aNotificationThatIsPendingOrHasExpiredIsNotSentAgain() {
		long pending = store("b-1", "email", "PENDING", "2026-11-20T10:00:00Z");
		long expired = store("b-2", "email", "EXPIRED", "2026-11-20T10:00:00Z");
		problem(resend(pending, "{\"force\": true}"), HttpStatus.CONFLICT,
				"The notification is PENDING: it will be sent anyway");
		problem(resend(expired, "{\"force\": true}"), HttpStatus.CONFLICT,
				"The slot has started: the notification would expire again");
		problem(resend(expired + 100, ""), HttpStatus.NOT_FOUND, "There is no notification with this id");
		assertThat(this.notifier.statuses()).containsEntry("b-1/email", "PENDING")
			.containsEntry("b-2/email", "EXPIRED");
		assertThat(this.notifier.tasks()).isZero();
	}

	/**
	 * The instance removes the task after it has stored the result. If it is killed in
	 * between, the task remains.
	 */
	@Test
	void aNotificationIsSentAgainThoughTheTaskOfItsLastAttemptRemains() {
		long id = store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		this.notifier.jdbc
			.sql("""
					insert into scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat,
						version)
					values ('notification', ?, now(), true, 'other', now(), 7)""")
			.param(String.valueOf(id))
			.update();
		resend(id, "").expectStatus().isOk();
		awaitStatus("b-1/email", "SENT");
	}

	@Test
	void ofConcurrentResendsOneWins() throws Exception {
		this.notifier.contacts.remove("r-1"); // so that it stays pending
		long id = store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		List<Integer> statuses = concurrently(3, () -> resend(id, "").returnResult().getStatus().value());
		assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409);
		assertThat(this.notifier.history("b-1")).hasSize(1);
		assertThat(this.notifier.tasks()).isOne();
	}

	@Test
	void ofConcurrentResendsOfManyEachNotificationIsCountedOnce() throws Exception {
		this.notifier.contacts.remove("r-1");
		this.notifier.jdbc.sql("""
				insert into notification (booking_id, event_type, channel, recipient, status)
				select 'b-' || n, 'BOOKING_CREATED', 'email', 'r-1', 'UNKNOWN' from generate_series(1, 1200) as n""")
			.update();
		count(resendAll(", \"dryRun\": true"), 1200);
		List<Long> counts = concurrently(2,
				() -> resendAll("").expectBody(Counted.class).returnResult().getResponseBody().count());
		assertThat(counts.getFirst() + counts.getLast()).isEqualTo(1200);
		assertThat(this.notifier.jdbc.sql("select count(*) from booking_history").query(Long.class).single())
			.isEqualTo(1200);
		assertThat(this.notifier.tasks()).isEqualTo(1200);
	}

	@Test
	void theDryRunCountsWhatTheRequestSendsAgain() {
		long first = store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		store("b-2", "email", "UNKNOWN", "2026-11-21T10:00:00Z");
		store("b-3", "sms", "FAILED", "2026-11-21T10:00:00Z");
		store("b-4", "email", "FAILED", "2026-11-22T10:00:00Z");
		store("b-5", "email", "SENT", "2026-11-21T10:00:00Z");
		String filter = ", \"channel\": \"email\", \"since\": \"2026-11-20T10:00:00Z\", \"until\": \"2026-11-22T10:00:00Z\"";
		String answer = "{\"count\": 2, \"notifications\": [{\"id\": %d, \"bookingId\": \"b-1\"}, {\"bookingId\": \"b-2\"}]}"
			.formatted(first);
		resendAll(filter + ", \"dryRun\": true").expectStatus().isOk().expectBody().json(answer);
		assertThat(this.notifier.statuses()).doesNotContainValue("PENDING");
		resendAll(filter).expectStatus().isOk().expectBody().json(answer);
		awaitStatus("b-1/email", "SENT");
		awaitStatus("b-2/email", "SENT");
		assertThat(this.notifier.statuses()).containsEntry("b-3/sms", "FAILED").containsEntry("b-4/email", "FAILED");
		assertThat(this.mail.getReceivedMessages()).hasSize(2);
		count(resendAll(filter), 0);
	}

	@Test
	void sentNotificationsAreSelectedOnlyByForce() {
		store("b-1", "email", "SENT", "2026-11-20T10:00:00Z");
		broken(post("/notifications/resend", "{\"status\": [\"SENT\"], \"dryRun\": true}"), "status");
		count(post("/notifications/resend", "{\"status\": [\"SENT\"], \"dryRun\": true, \"force\": true}"), 1);
	}

	@Test
	void anAnswerListsTheFirstHundred() {
		this.notifier.contacts.remove("r-1");
		IntStream.range(0, 101).forEach((i) -> store("b-" + i, "email", "FAILED", "2026-11-20T10:00:00Z"));
		for (String dryRun : List.of(", \"dryRun\": true", "")) {
			count(resendAll(dryRun), 101).jsonPath("$.notifications.length()")
				.isEqualTo(100)
				.jsonPath("$.notifications[99].bookingId")
				.isEqualTo("b-99");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{} | status", "{\"status\": []} | status", "{\"status\": null} | status",
			"{\"status\": [\"LOST\"]} | status", "{\"status\": [null]} | status", "{\"status\": \"FAILED\"} | status",
			"{\"status\": [\"FAILED\", \"PENDING\"]} | status", "{\"status\": [\"EXPIRED\"], \"force\": true} | status",
			"{\"status\": [\"FAILED\"], \"dryrun\": true} | dryrun",
			"{\"status\": [\"FAILED\"], \"dryRun\": \"\"} | dryRun",
			"{\"status\": [\"FAILED\"], \"dryRun\": 0} | dryRun", "{\"status\": [0]} | status",
			"{\"status\": [\"FAILED\"], \"since\": 1764115200000} | since",
			"{\"status\": [\"FAILED\"], \"since\": \"yesterday\"} | since",
			"{\"status\": [\"FAILED\"], \"until\": \"3000-01-01T00:00:00Z\"} | until",
			"{\"status\": [\"FAILED\"], \"channel\": \"E-Mail\"} | channel",
			"{\"status\": [\"FAILED\"], \"since\": \"2026-11-22T10:00:00Z\", \"until\": \"2026-11-21T10:00:00Z\"} | since" })
	void aFieldThatIsNotValidIsNamed(String body, String field) {
		store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		broken(post("/notifications/resend", body), field);
		assertThat(this.notifier.statuses()).containsEntry("b-1/email", "FAILED");
	}

	@Test
	void aFieldOfASingleResendThatIsNotValidIsNamed() {
		broken(resend(1, "{\"Force\": true}"), "Force");
		broken(resend(1, "{\"force\": \"true\"}"), "force");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org", "null", "http://localhost:1" })
	void aWebPageOfAnotherOriginCannotSendAgain(String origin) {
		long id = store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		problem(this.client.post().uri("/notifications/" + id + "/resend").header("Origin", origin).exchange(),
				HttpStatus.FORBIDDEN, null);
		assertThat(this.notifier.statuses()).containsEntry("b-1/email", "FAILED");
	}

	@Test
	void aServiceThatSendsNothingRefusesToSendAgain() {
		long id = store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		try (NotifierFixture silent = start("booking.notification.enabled=false")) {
			String detail = "This service sends no notifications: booking.notification.enabled is false";
			RestTestClient other = client(silent);
			problem(other.post().uri("/notifications/" + id + "/resend").exchange(), HttpStatus.CONFLICT, detail);
			problem(other.post()
				.uri("/notifications/resend")
				.contentType(MediaType.APPLICATION_JSON)
				.body(ALL_UNSENT.formatted(""))
				.exchange(), HttpStatus.CONFLICT, detail);
			other.get().uri("/notifications/" + id).exchange().expectStatus().isOk();
		}
	}

	@Test
	void theAgeOfANotificationCountsFromItsResend() {
		this.notifier.contacts.remove("r-1");
		long id = store("b-1", "email", "FAILED", "2026-11-20T10:00:00Z");
		resend(id, "").expectStatus().isOk();
		NotificationTable table = new NotificationTable(this.notifier.jdbc);
		await().atMost(NotifierFixture.patience()).until(() -> table.oldestPending().waitingForContact() != null);
		assertThat(Duration.between(table.oldestPending().waitingForContact(), Instant.now()))
			.isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void theDocumentDescribesTheOperations() {
		String status = "{\"enum\": [\"PENDING\", \"SENT\", \"FAILED\", \"EXPIRED\", \"UNKNOWN\"]}";
		get("/generated").expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"paths": {
						"/notifications": {"get": {"parameters": [
							{"name": "status", "required": false, "schema": {"type": "array", "items": %1$s}},
							{"name": "channel"}, {"name": "since", "schema": {"format": "date-time"}}, {"name": "until"},
							{"name": "limit"}, {"name": "after"}]}},
						"/notifications/{id}": {"get": {}},
						"/notifications/{id}/resend": {"post": {"parameters": [{"name": "id"}]}},
						"/notifications/resend": {"post": {"requestBody": {"required": true}}}},
					"components": {"schemas": {
						"ResendRequest": {"required": ["status"], "properties": {
							"status": {"type": "array", "items": %1$s}, "dryRun": {"type": "boolean"},
							"since": {"format": "date-time"}}}}}}"""
				.formatted(status))
			.jsonPath("$.components.schemas.ResendRequest.properties.unknown")
			.doesNotExist()
			.jsonPath("$.components.schemas.ResendOptions.properties.unknown")
			.doesNotExist()
			.jsonPath("$.components.schemas.ResendOptions.properties.force.type")
			.isEqualTo("boolean")
			.jsonPath("$.paths['/notifications/resend'].post.parameters")
			.doesNotExist();
	}

	private void sendFirst(String bookingId) {
		this.notifier.schedule(bookingId);
		awaitStatus(bookingId + "/email", "SENT");
		await().atMost(NotifierFixture.patience()).until(() -> this.notifier.tasks() == 0);
	}

	private void awaitStatus(String key, String status) {
		await().atMost(NotifierFixture.patience())
			.untilAsserted(() -> assertThat(this.notifier.statuses()).containsEntry(key, status));
	}

	private long store(String bookingId, String channel, String status, String createdAt) {
		return this.notifier.jdbc.sql("""
				insert into notification (booking_id, event_type, channel, recipient, status, attempts, last_error,
					provider_message_id, created_at)
				values (:bookingId, 'BOOKING_CREATED', :channel, 'r-1', :status, 12, 'timed out', 'm-' || :bookingId,
					:createdAt::timestamptz)
				returning id""")
			.param("bookingId", bookingId)
			.param("channel", channel)
			.param("status", status)
			.param("createdAt", createdAt)
			.query(Long.class)
			.single();
	}

	private long id(String bookingId) {
		return this.notifier.jdbc.sql("select id from notification where booking_id = ?")
			.param(bookingId)
			.query(Long.class)
			.single();
	}

	private ResponseSpec get(String uri) {
		return this.client.get().uri(base(uri)).exchange();
	}

	private ResponseSpec resend(long id, String body) {
		return post("/notifications/" + id + "/resend", body);
	}

	private ResponseSpec resendAll(String fields) {
		return post("/notifications/resend", ALL_UNSENT.formatted(fields));
	}

	private ResponseSpec post(String uri, String body) {
		RestTestClient.RequestBodySpec request = this.client.post().uri(base(uri));
		return body.isEmpty() ? request.exchange()
				: request.contentType(MediaType.APPLICATION_JSON).body(body).exchange();
	}

	private URI base(String uri) {
		return URI.create(
				"http://localhost:" + this.notifier.context.getEnvironment().getProperty("local.server.port") + uri);
	}

	private static BodyContentSpec count(ResponseSpec response, int count) {
		return response.expectStatus().isOk().expectBody().jsonPath("$.count").isEqualTo(count);
	}

	private static void broken(ResponseSpec response, String field) {
		problem(response, HttpStatus.BAD_REQUEST, "The request is not valid").jsonPath("$.errors[*].field")
			.value((fields) -> assertThat(fields).asInstanceOf(InstanceOfAssertFactories.LIST).containsExactly(field));
	}

	private static BodyContentSpec problem(ResponseSpec response, HttpStatus status, String detail) {
		BodyContentSpec body = response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody();
		return (detail != null) ? body.jsonPath("$.detail").isEqualTo(detail) : body;
	}

	private static String[] split(String bookings) {
		return bookings.isEmpty() ? new String[0] : bookings.split(",");
	}

	private static List<String> bookings(ResponseSpec response) {
		return response.expectStatus()
			.isOk()
			.expectBody(ItemPage.class)
			.returnResult()
			.getResponseBody()
			.items()
			.stream()
			.map(Item::bookingId)
			.toList();
	}

	private static <T> List<T> concurrently(int threads, Callable<T> call) throws Exception {
		CyclicBarrier start = new CyclicBarrier(threads);
		try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
			List<Future<T>> futures = IntStream.range(0, threads).mapToObj((i) -> executor.submit(() -> {
				start.await();
				return call.call();
			})).toList();
			List<T> results = new ArrayList<>();
			for (Future<T> future : futures) {
				results.add(future.get());
			}
			return results;
		}
	}

	record Counted(long count) {

	}

	record ItemPage(List<Item> items, String next) {

	}

	record Item(String bookingId) {

	}

}
