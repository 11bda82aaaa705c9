package io.bookings.provider;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.DryRun;
import io.bookings.consumer.deadletter.LetterFilter;
import io.bookings.consumer.deadletter.LetterState;
import io.bookings.consumer.deadletter.Reasoned;
import io.bookings.consumer.deadletter.Verdict;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.RunningApi;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Dead letters from the queue to the table and back, with one started service.
 */
class DeadLettersIntegrationTests {

	/** More on request: {@code -Dbooking.dead-letters.count=10000}. */
	private static final int COUNT = Integer.getInteger("booking.dead-letters.count", 300);

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final Instant NOON = Instant.parse("2036-11-23T12:00:00Z");

	private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private static final int MIB = 1024 * 1024;

	private static RunningApi api;

	private static SandboxService service;

	private static JdbcClient jdbc;

	private static LetterQueues queues;

	private static DeadLetters letters;

	@BeforeAll
	static void start() {
		service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		api = RunningApi.start(ProviderConsumerApplication.class, service, "--booking.dead-letters.collect=true",
				"--booking.consumer.inspection-interval=1s", "--spring.cloud.aws.sqs.listener.poll-timeout=1s");
		jdbc = JdbcClient.create(service.dataSource());
		queues = new LetterQueues(service);
		letters = api.bean(DeadLetters.class);
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@BeforeEach
	void forget() {
		await().atMost(PATIENCE).until(() -> service.messages().isEmpty() && service.deadLetterMessages().isEmpty());
		jdbc.sql("truncate dead_letter cascade").update();
	}

	@Test
	void theVerdictOfEachLetterIsTheOutcomeOfItsRedrive() {
		long begun = System.nanoTime();
		int expected = sendLetters(COUNT);
		figure("sent", expected, begun);
		begun = System.nanoTime();
		awaitLetters(expected);
		figure("collected after the last was sent", expected, begun);
		long rows = rows("booking_request") + rows("notification") + rows("processed_booking");
		List<Long> ids = letters.ids(before(Instant.now()));
		assertThat(ids).hasSize(expected);
		resetPeak();
		begun = System.nanoTime();
		DryRun dryRun = letters.dryRun(ids, (verdict) -> {
		});
		figure("dry run", expected, begun);
		assertThat(dryRun.counts().keySet()).contains("processed", "duplicate", "conflict", "rejected", "failed");
		assertThat(rows("booking_request") + rows("notification") + rows("processed_booking"))
			.as("rows after a dry run")
			.isEqualTo(rows);
		begun = System.nanoTime();
		letters.redrive(ids, new Reasoned("olga", "all of them"), DeadLetters.MAX_PER_SECOND, false);
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> unsettled(ids) == 0);
		figure("redrive until the last outcome", expected, begun);
		Map<Long, String> outcomes = outcomes(ids);
		Map<Long, String> verdicts = dryRun.verdicts()
			.stream()
			.collect(Collectors.toMap(Verdict::id, Verdict::outcome));
		System.out.println("Verdicts: " + new TreeMap<>(dryRun.counts()));
		assertThat(outcomes).hasSize(expected).isEqualTo(verdicts);
		long returned = outcomes.values().stream().filter(Set.of("conflict", "rejected", "failed")::contains).count();
		await().atMost(PATIENCE).until(() -> rows("dead_letter") == expected + returned);
		assertThat(
				jdbc.sql("select count(*) from dead_letter where previous_id is not null").query(Long.class).single())
			.isEqualTo(returned);
		assertThat(jdbc.sql("select count(*) from dead_letter_action where state <> 'DONE'").query(Long.class).single())
			.isZero();
	}

	/**
	 * Sends messages of all kinds.
	 * @return how many dead letters they become
	 */
	private int sendLetters(int count) {
		int sent = 0;
		List<String> stored = new ArrayList<>();
		for (int i = 0; i < count / 10; i++) {
			stored.add("v-stored-" + i);
			service.send(event("v-stored-" + i, "slot-1"));
		}
		await().atMost(PATIENCE)
			.until(() -> rows("processed_booking where booking_id like 'v-stored-%'") == stored.size());
		int large = Math.min(count / 50, 40);
		for (int i = 0; sent < count; i++) {
			String id = stored.get(i % stored.size());
			switch (i % 10) {
				case 0 -> service.send("{\"bookingId\":\"v-rejected-" + i + "\",\"eventType\":\"BOOKING_CREATED\"}");
				case 1 -> service.send("not JSON " + i);
				case 2 -> service.send(event(id, "slot-other-" + i), Map.of("traceparent", TRACE));
				case 3 -> {
					jdbc.sql("""
							insert into booking_request values (:id, 'u', 'p', 's', now(), now(), now(), now())""")
						.param("id", "v-failed-" + i)
						.update();
					service.send(event("v-failed-" + i, "slot-1"));
				}
				case 4 -> queues.sendToBeMoved(event(id, "slot-1"), Map.of("traceparent", TRACE));
				case 5 -> queues.sendToBeMoved(event("v-new-" + i, "slot-1"), Map.of());
				case 6 -> queues.sendToBeMoved(event("v-new-" + (i - 1), "slot-" + i % 3), Map.of());
				case 7 -> queues.sendToBeMoved(
						(i < 10 * large) ? filled(event("v-large-" + i, "slot-1"), i) : event("v-moved-" + i, "slot-1"),
						(i < 10 * large) ? Map.of() : tenAttributes());
				case 8 -> queues.sendToBeMoved("{\"a\":" + i + "}", Map.of());
				default -> {
					if (i < 10 * large) {
						service.send(filled("{\"eventType\":\"BOOKING_CREATED\",\"n\":" + i + "}", i));
					}
					else {
						service.send(event("v-", "x").replace("2036", "x" + i));
					}
				}
			}
			sent++;
		}
		queues.move();
		return sent;
	}

	/**
	 * Fills a message up to the limit of SQS, with more or less room for attributes.
	 */
	private static String filled(String json, int number) {
		String begin = json.substring(0, json.length() - 1) + ",\"note\":\"€";
		int room = MIB - begin.getBytes(StandardCharsets.UTF_8).length - 2 - (number % 4) * 60;
		return begin + "n".repeat(room) + "\"}";
	}

	private static Map<String, String> tenAttributes() {
		return IntStream.range(0, 10).boxed().collect(Collectors.toMap((i) -> "attribute-" + i, (i) -> "value " + i));
	}

	@Test
	void ofTwoOperatorsWhoActOnALetterAtOnceOneSucceeds() throws Exception {
		int count = 100;
		for (int i = 0; i < count; i++) {
			queues.sendToBeMoved("{\"bookingId\":\"race-" + i + "\"}", Map.of());
		}
		queues.move();
		awaitLetters(count);
		List<Long> ids = letters.ids(before(Instant.now()));
		try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
			for (long id : ids) {
				CyclicBarrier barrier = new CyclicBarrier(2);
				String body = event("race-repaired-" + id, "slot-1").replace("\"", "\\\"");
				Future<Integer> redrive = operators
					.submit(at(barrier, "/dead-letters/redrive", "{\"ids\":[%d],\"why\":\"race\"}".formatted(id)));
				Future<Integer> repair = operators.submit(at(barrier, "/dead-letters/%d/repair".formatted(id),
						"{\"body\":\"%s\",\"why\":\"race\"}".formatted(body)));
				assertThat(List.of(redrive.get(), repair.get())).containsExactlyInAnyOrder(202, 409);
			}
		}
		await().atMost(PATIENCE).until(() -> unsettled(ids) == 0);
		assertThat(jdbc.sql("select count(*) from dead_letter_action").query(Long.class).single()).isEqualTo(count);
		long repaired = jdbc.sql("select count(*) from dead_letter_action where kind = 'REPAIR'")
			.query(Long.class)
			.single();
		assertThat(rows("booking_request where booking_id like 'race-%'")).isEqualTo(repaired);
		await().atMost(PATIENCE).until(() -> rows("dead_letter") == count + count - repaired);
	}

	private static Callable<Integer> at(CyclicBarrier barrier, String uri, String json) {
		return () -> {
			barrier.await();
			return api.post(uri, json).returnResult().getStatus().value();
		};
	}

	@Test
	void aLetterThatArrivesAfterTheLookIsNotRedriven() {
		service.send("early");
		awaitLetters(1);
		Instant look = Instant.now();
		service.send("late");
		awaitLetters(2);
		String filter = "\"filter\":{\"until\":\"" + look + "\"}";
		api.post("/dead-letters/redrive", "{%s,\"count\":2,\"why\":\"x\"}".formatted(filter))
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT);
		api.post("/dead-letters/redrive", "{\"filter\":{},\"why\":\"x\"}").expectStatus().isBadRequest();
		api.post("/dead-letters/redrive", "{%s,\"count\":1,\"why\":\"x\"}".formatted(filter))
			.expectStatus()
			.isAccepted()
			.expectBody()
			.jsonPath("$.letters")
			.isEqualTo(1)
			.jsonPath("$.requestedBy")
			.isEqualTo("user");
		await().atMost(PATIENCE).until(() -> rows("dead_letter where state = 'RETURNED'") == 1);
		assertThat(jdbc.sql("select state from dead_letter where body = 'late'").query(String.class).single())
			.isEqualTo("OPEN");
	}

	@Test
	void attributesSurviveARedriveAndTheLettersReferToEachOther() {
		service.send("not an event", Map.of("traceparent", TRACE, "tenant", "blue"));
		awaitLetters(1);
		long first = letters.ids(before(Instant.now())).getFirst();
		api.get("/dead-letters/" + first)
			.expectBody()
			.jsonPath("$.reason")
			.isEqualTo("rejected")
			.jsonPath("$.sentBy")
			.isEqualTo("service")
			.jsonPath("$.attributes.traceparent.value")
			.isEqualTo(TRACE)
			.jsonPath("$.attributes.FailureReason")
			.doesNotExist()
			.jsonPath("$.rules[0].rule")
			.isEqualTo("must be well-formed JSON");
		letters.redrive(List.of(first), new Reasoned("olga", "again"), 10, false);
		awaitLetters(2);
		long second = jdbc.sql("select next_id from dead_letter where id = :id")
			.param("id", first)
			.query(Long.class)
			.single();
		api.get("/dead-letters/" + second)
			.expectBody()
			.jsonPath("$.previousId")
			.isEqualTo(first)
			.jsonPath("$.attributes.length()")
			.isEqualTo(2)
			.jsonPath("$.attributes.traceparent.value")
			.isEqualTo(TRACE)
			.jsonPath("$.attributes.tenant.value")
			.isEqualTo("blue");
		// It is stored after SQS has answered.
		await().atMost(PATIENCE).until(() -> rows("dead_letter_action where message_id is not null") == 1);
		api.get("/dead-letters/" + first)
			.expectBody()
			.jsonPath("$.state")
			.isEqualTo("RETURNED")
			.jsonPath("$.outcome")
			.isEqualTo("rejected")
			.jsonPath("$.actions[0].requestedBy")
			.isEqualTo("olga")
			.jsonPath("$.actions[0].why")
			.isEqualTo("again")
			.jsonPath("$.actions[0].state")
			.isEqualTo("DONE")
			.jsonPath("$.actions[0].messageId")
			.isNotEmpty();
	}

	@Test
	void aRepairIsRefusedWithAllViolationsAndASecondOneIsNotIgnored() {
		service.send(event("repair-1", "slot-1").replace("slot-1", ""));
		awaitLetters(1);
		long id = letters.ids(before(Instant.now())).getFirst();
		String uri = "/dead-letters/%d/repair".formatted(id);
		api.post(uri, "{\"body\":\"{\\\"eventType\\\":\\\"BOOKING_CREATED\\\"}\",\"why\":\"x\"}")
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.errors.length()")
			.isEqualTo(7);
		String body = event("repair-1", "slot-1").replace("\"", "\\\"");
		api.post(uri, "{\"body\":\"%s\"}".formatted(body)).expectStatus().isBadRequest();
		api.post(uri, "{\"body\":\"%s\",\"dryRun\":true}".formatted(body))
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo("processed");
		api.post(uri, "{\"body\":\"%s\",\"why\":\"the slot was missing\"}".formatted(body)).expectStatus().isAccepted();
		api.post(uri, "{\"body\":\"%s\",\"why\":\"another slot\"}".formatted(body.replace("slot-1", "slot-2")))
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT)
			.expectBody()
			.jsonPath("$.letters[0].id")
			.isEqualTo(id);
		await().atMost(PATIENCE).until(() -> unsettled(List.of(id)) == 0);
		assertThat(outcomes(List.of(id))).containsEntry(id, "processed");
		assertThat(jdbc.sql("select slot_id from booking_request where booking_id = 'repair-1'")
			.query(String.class)
			.list()).containsExactly("slot-1");
		assertThat(rows("dead_letter")).isEqualTo(1);
	}

	@Test
	void aMessageWithAGuessedNumberClosesNoLetter() {
		queues.sendToBeMoved("{\"a\":1}", Map.of());
		queues.move();
		awaitLetters(1);
		long id = letters.ids(before(Instant.now())).getFirst();
		letters.redrive(List.of(id), new Reasoned("olga", "x"), 1, false);
		awaitLetters(2); // it is back: nothing changes the first letter from now on
		jdbc.sql("update dead_letter set state = 'SENT', outcome = null where id = :id").param("id", id).update();
		jdbc.sql("update dead_letter_action set state = 'SENT', outcome = null").update();
		service.send(event("guess", "slot-1"), Map.of("DeadLetterId", id + ":00000000-0000-0000-0000-000000000000"));
		service.send(event("guess-2", "slot-1"), Map.of("DeadLetterId", "x"));
		await().atMost(PATIENCE).until(() -> rows("booking_request where booking_id like 'guess%'") == 2);
		assertThat(letters.get(id).orElseThrow().letter().state()).isEqualTo(LetterState.SENT);
		assertThat(letters.discard(List.of(id), new Reasoned("olga", "x"), true).states()).containsEntry("DONE", 1L);
	}

	@Test
	void aConflictShowsTheFieldsThatDiffer() {
		service.send(event("differs", "slot-1"));
		await().atMost(PATIENCE).until(() -> rows("booking_request where booking_id = 'differs'") == 1);
		service.send(event("differs", "slot-2"));
		awaitLetters(1);
		api.post("/dead-letters/dry-run",
				"{\"filter\":{\"until\":\"" + Instant.now() + "\",\"bookingId\":\"differs\"}}")
			.expectStatus()
			.isOk()
			.expectBody()
			.json("""
					{"counts": {"conflict": 1}, "verdicts": [{"outcome": "conflict", "bookingId": "differs",
					"differences": [{"field": "slotId", "stored": "slot-1", "letter": "slot-2"}]}]}""");
	}

	@Test
	void aDiscardedLetterIsKeptAndOpenLettersAreCounted() {
		service.send("one");
		service.send("two");
		awaitLetters(2);
		await().atMost(PATIENCE)
			.untilAsserted(() -> api.get("/actuator/health/queue")
				.expectBody()
				.jsonPath("$.details.deadLetters")
				.isEqualTo(2));
		api.get("/dead-letters/groups")
			.expectBody()
			.jsonPath("$.length()")
			.isEqualTo(1)
			.jsonPath("$[0].count")
			.isEqualTo(2)
			.jsonPath("$[0].reason")
			.isEqualTo("rejected");
		List<Long> ids = letters.ids(before(Instant.now()));
		api.post("/dead-letters/discard", "{\"ids\":[%d],\"why\":\"a test\"}".formatted(ids.getFirst()))
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.states.DONE")
			.isEqualTo(1);
		api.post("/dead-letters/discard", "{\"ids\":%s,\"why\":\"a test\"}".formatted(ids))
			.expectStatus()
			.isEqualTo(HttpStatus.CONFLICT);
		api.get("/dead-letters?state=DISCARDED").expectBody().jsonPath("$.items.length()").isEqualTo(1);
		api.get("/dead-letters?state=OPEN&reason=rejected").expectBody().jsonPath("$.items.length()").isEqualTo(1);
		await().atMost(PATIENCE)
			.untilAsserted(() -> api.get("/actuator/health/queue")
				.expectBody()
				.jsonPath("$.details.deadLetters")
				.isEqualTo(1));
	}

	private static LetterFilter before(Instant until) {
		return new LetterFilter(Set.of(LetterState.OPEN), null, null, null, null, null, until);
	}

	private static String event(String bookingId, String slotId) {
		return BookingEventCodec.encode(new BookingCreated(bookingId, "user-1", "provider-1", slotId, NOON,
				NOON.plusSeconds(3600), NOON.minusSeconds(60)));
	}

	private static void awaitLetters(int count) {
		await().atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> rows("dead_letter") >= count && service.deadLetterMessages().isEmpty());
		assertThat(rows("dead_letter")).as("Letters; those with the same body: %s", jdbc.sql("""
				select left(body, 100) || ' ' || string_agg(concat_ws(' ', message_id, sent_at), ', ')
				from dead_letter group by body having count(*) > 1""").query(String.class).list()).isEqualTo(count);
	}

	private static long unsettled(List<Long> ids) {
		return jdbc.sql("""
				select count(*) from dead_letter where id between :first and :last
					and state in ('OPEN', 'REQUESTED', 'SENDING', 'SENT')""")
			.param("first", ids.getFirst())
			.param("last", ids.getLast())
			.query(Long.class)
			.single();
	}

	private static Map<Long, String> outcomes(List<Long> ids) {
		Map<Long, String> outcomes = new HashMap<>();
		jdbc.sql("select id, outcome from dead_letter where id between :first and :last")
			.param("first", ids.getFirst())
			.param("last", ids.getLast())
			.query((row) -> {
				outcomes.put(row.getLong("id"), row.getString("outcome"));
			});
		return outcomes;
	}

	private static long rows(String table) {
		return RunningConsumer.rows(service, table);
	}

	private static void resetPeak() {
		ManagementFactory.getMemoryPoolMXBeans().forEach((pool) -> pool.resetPeakUsage());
	}

	private static void figure(String what, int count, long begun) {
		double seconds = (System.nanoTime() - begun) / 1e9;
		System.out.printf("%s: %d letters in %.1f s, %.0f per second%n", what, count, seconds, count / seconds);
	}

}
