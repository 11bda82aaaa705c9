package io.bookings.provider;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.task.BackgroundTask;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.DataPage;
import io.bookings.sandbox.RunningApi;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static io.bookings.sandbox.RunningApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Retention, export and erasure.
 */
@Tag("database")
class PrivacyIntegrationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Instant SLOT = Instant.parse("2099-02-19T10:00:00Z");

	private static final String CONTACT = """
			{"name": "Zoe", "email": "zoe@example.org", "phone": "+491701234567", "locale": "de-DE",
			"timeZone": "Europe/Berlin", "channels": ["email"]}""";

	private static RunningApi api;

	private static JdbcClient jdbc;

	@BeforeAll
	static void start() {
		api = RunningApi.start(ProviderConsumerApplication.class, Sandbox.shared().isolated(ServiceKind.PROVIDER),
				"--booking.retention=40d", "--booking.dead-letters.collect=true",
				"--booking.notification.contact-retry=1s", "--db-scheduler.polling-interval=100ms");
		jdbc = JdbcClient.create(api.service().dataSource());
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void thePageOfPersonalDataListsEveryColumn() {
		assertThat(DataPage.documented(Path.of(".."), ServiceKind.PROVIDER))
			.isEqualTo(DataPage.columns(api.service().dataSource()));
	}

	@Test
	void theIndexServesThePurge() {
		assertThat(plan("""
				explain (costs off) select booking_id from booking_request
				where greatest(slot_end, received_at) < now() - make_interval(secs => 1)
					and greatest(slot_end, received_at) >= coalesce(null::timestamptz, '-infinity')
				order by greatest(slot_end, received_at) limit 1000 for update skip locked"""))
			.contains("booking_request_kept_since")
			.doesNotContain("Sort");
		assertThat(plan("explain (costs off) select * from booking_request where user_id = 'u'"))
			.contains("booking_request_of_user");
		assertThat(plan("explain (costs off) select * from notification where recipient = 'u'"))
			.contains("notification_recipient");
	}

	@Test
	void everythingAboutAProviderIsExported() {
		api.put("/providers/p-export/contact", CONTACT).expectStatus().isCreated();
		send("export-1", "u-export", "p-export");
		send("export-2", "u-\"quoted\"", "p-export");
		awaitNotifications("p-export", "SENT", "SENT");
		api.get("/providers/p-export/export").expectStatus().isOk().expectBody().json("""
				{"person": "PROVIDER", "id": "p-export",
				"contacts": [{"providerId": "p-export", "name": "Zoe", "email": "zoe@example.org",
					"channels": ["email"]}],
				"notifications": [{"bookingId": "export-1", "status": "SENT"}, {"bookingId": "export-2"}],
				"bookings": [{"bookingId": "export-1", "userId": "u-export"}, {"userId": "u-\\"quoted\\""}],
				"history": [{"what": "notification sent"}, {"what": "notification sent"}]}""");
		api.get("/users/u-export/export")
			.expectBody()
			.json("""
					{"person": "USER", "bookings": [{"bookingId": "export-1", "slotStart": "2099-02-19T10:00:00+00:00"}]}""")
			.jsonPath("$.contacts")
			.doesNotExist();
		api.get("/users/nobody/export").expectStatus().isOk().expectBody().json("{\"bookings\": [], \"history\": []}");
		assertProblem(api.getWithoutCredentials("/users/u-export/export"), HttpStatus.UNAUTHORIZED);
	}

	@Test
	void deadLettersContainNoErasedIdWheneverTheyAreCollected() {
		String letter = """
				{"bookingId":"%s","providerId":"p-letter","userId":"p-letter-2","note":"by p-letter"}""";
		sendToDeadLetterQueue(letter.formatted("letter-1"));
		awaitLetters(1);
		api.get("/providers/p-letter/export").expectBody().json("{\"deadLetters\": [{\"bookingId\": \"letter-1\"}]}");
		api.delete("/providers/p-letter").expectStatus().isOk().expectBody().json("{\"erased\": {\"deadLetters\": 1}}");
		sendToDeadLetterQueue(letter.formatted("letter-2"));
		awaitLetters(2);
		assertThat(texts("select body || attributes::text from dead_letter where booking_id like 'letter-%'"))
			.hasSize(2)
			.allSatisfy((text) -> assertThat(text).doesNotContain("\"p-letter\"")
				.doesNotContain("by p-letter")
				.contains("\"p-letter-2\"", "\"erased-"));
	}

	private static void sendToDeadLetterQueue(String body) {
		api.service()
			.sqs()
			.sendMessage((request) -> request.queueUrl(api.service().deadLetterQueueUrl())
				.messageBody(body)
				.messageAttributes(Map.of("sender",
						MessageAttributeValue.builder().dataType("String").stringValue("p-letter").build())));
	}

	private static void awaitLetters(int count) {
		await().atMost(PATIENCE)
			.until(() -> texts("select body from dead_letter where booking_id like 'letter-%'").size() == count);
	}

	@Test
	void anErasedProviderLeavesPseudonyms() {
		send("erase-1", "u-1", "p-erased");
		awaitNotifications("p-erased", "PENDING"); // without a contact
		api.put("/providers/p-erased-too/contact", CONTACT).expectStatus().isCreated();
		jdbc.sql(
				"insert into booking_history (booking_id, event_type, what, detail) values ('erase-1', 'X', 'x', 'p-erased, p-erased-too')")
			.update();
		Map<?, ?> receipt = api.delete("/providers/p-erased")
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		assertThat(receipt.get("erased")).isEqualTo(Map.of("contacts", 0, "bookings", 1, "notifications", 1, "history",
				1, "deadLetters", 0, "deadLetterActions", 0));
		assertThat(receipt.toString()).doesNotContain("p-erased");
		api.get("/erasures/" + receipt.get("id")).expectStatus().isOk().expectBody().json("{\"person\": \"PROVIDER\"}");
		assertThat(texts("select status || ' ' || last_error from notification where booking_id = 'erase-1'"))
			.containsExactly("EXPIRED the recipient was erased");
		assertThat(texts("select detail from booking_history where booking_id = 'erase-1' and what = 'x'"))
			.singleElement()
			.asString()
			.matches("erased-[0-9a-f]{32}, p-erased-too");
		assertThat(texts("select provider_id from booking_request where booking_id = 'erase-1'")).singleElement()
			.asString()
			.matches("erased-[0-9a-f]{32}");

		// Events that were in the queue: a repeat, a conflict, a new booking, and
		// something invalid.
		send("erase-1", "u-1", "p-erased");
		send("erase-1", "u-2", "p-erased");
		send("erase-2", "u-1", "p-erased");
		api.service().send("{\"providerId\": \"p-\\u0065rased\"", Map.of("note", "about p-erased"));
		await().atMost(PATIENCE).until(() -> api.service().messages().isEmpty());
		assertThat(texts(
				"select what from booking_history where booking_id = 'erase-1' and event_type = 'BOOKING_CREATED'"))
			.contains("duplicate", "conflict", "notification expired");
		assertThat(texts("select provider_id from booking_request where booking_id = 'erase-2'")).singleElement()
			.asString()
			.matches("erased-[0-9a-f]{32}");
		assertThat(texts("select status from notification where booking_id = 'erase-2'")).isEmpty();
		String letters = """
				select body || attributes::text || detail from dead_letter
				where booking_id is null or booking_id not like 'letter-%'""";
		await().atMost(PATIENCE).until(() -> texts(letters).size() == 2);
		assertThat(texts(letters)).allSatisfy((letter) -> assertThat(letter).contains("erased-")
			.doesNotContain("p-erased\"", "p-erased)", "u0065rased"));
		assertProblem(api.put("/providers/p-erased/contact", CONTACT), HttpStatus.CONFLICT);

		api.delete("/providers/p-erased").expectStatus().isOk().expectBody().json("""
				{"erased": {"contacts": 0, "bookings": 0, "notifications": 0, "history": 0}}""");
		api.delete("/providers/p-erased-too").expectBody().json("{\"erased\": {\"contacts\": 1}}");
	}

	@Test
	void bookingsAreKeptFromTheEndOfTheirSlotOrTheirReceipt() throws SQLException {
		insert("kept-since-slot", "now() - interval '39 days'", "now() - interval '400 days'");
		insert("kept-since-receipt", "now() - interval '400 days'", "now() - interval '39 days'");
		insert("purged", "now() - interval '41 days'", "now() - interval '41 days'");
		insert("locked", "now() - interval '50 days'", "now() - interval '50 days'");
		jdbc.sql("""
				insert into booking_request
				select 'old-' || i, 'u', 'p-old', 's', now() - interval '100 days', now() - interval '99 days', now(),
					now() - interval '100 days'
				from generate_series(1, 2500) as i""").update();
		Runnable purge = api.bean("bookingPurge", BackgroundTask.class).work();
		try (Connection lock = connection()) {
			lock.setAutoCommit(false);
			JdbcClient.create(new SingleConnectionDataSource(lock, true))
				.sql("select booking_id from booking_request where booking_id = 'locked' for update")
				.query(String.class)
				.single();
			purge.run();
			assertThat(texts("select booking_id from booking_request where booking_id in ('purged', 'locked') or "
					+ "booking_id like 'kept%' or provider_id = 'p-old' order by 1"))
				.containsExactly("kept-since-receipt", "kept-since-slot", "locked");
			lock.rollback();
		}
		purge.run();
		assertThat(texts("select booking_id from booking_request where booking_id = 'locked'")).isEmpty();
	}

	private static Connection connection() {
		try {
			return api.service().dataSource().getConnection();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String plan(String query) {
		JdbcClient session = JdbcClient.create(new SingleConnectionDataSource(connection(), true));
		session.sql("set enable_seqscan = off").update();
		session.sql("set enable_bitmapscan = off").update();
		return String.join("\n", session.sql(query).query(String.class).list());
	}

	private static void insert(String bookingId, String slotEnd, String receivedAt) {
		jdbc.sql("""
				insert into booking_request (booking_id, user_id, provider_id, slot_id, slot_start, slot_end,
					requested_at, received_at)
				values (:id, 'u', 'p', 's', %1$s - interval '1 hour', %1$s, now(), %2$s)""".formatted(slotEnd,
				receivedAt))
			.param("id", bookingId)
			.update();
	}

	private static void send(String bookingId, String userId, String providerId) {
		api.service()
			.send(BookingEventCodec.encode(
					new BookingCreated(bookingId, userId, providerId, "slot-1", SLOT, SLOT.plusSeconds(3600), SLOT)));
	}

	private static void awaitNotifications(String recipient, String... statuses) {
		await().atMost(PATIENCE)
			.untilAsserted(() -> assertThat(jdbc.sql("select status from notification where recipient = ?")
				.param(recipient)
				.query(String.class)
				.list()).containsExactly(statuses));
	}

	private static List<String> texts(String query) {
		return jdbc.sql(query).query(String.class).list();
	}

}
