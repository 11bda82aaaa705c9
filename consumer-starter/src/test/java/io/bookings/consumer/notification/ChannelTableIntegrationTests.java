package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The states of channels and of the notifications that wait for them, without a scheduler
 * that runs the tasks.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChannelTableIntegrationTests {

	private static final int RATE = 10;

	private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

	private static final ChannelUnavailableException FAILURE = new ChannelUnavailableException("down", "Repair it.");

	private final NotifierFixture notifier;

	private final ChannelTable table;

	private final NotificationClaims claims;

	ChannelTableIntegrationTests() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		this.notifier = NotifierFixture.start(service, "booking.notification.enabled=false",
				"booking.notification.max-per-second=" + RATE);
		this.table = this.notifier.context.getBean(ChannelTable.class);
		this.claims = new NotificationClaims(this.notifier.jdbc, this.notifier.source, this.notifier.contacts);
	}

	@AfterAll
	void stop() {
		this.notifier.close();
	}

	@BeforeEach
	void forget() {
		this.notifier.forget();
		this.notifier.contacts.put("r-1", TestNotifier.contact("r-1", "email"));
	}

	@Test
	void aFailureOfTheChannelPausesItAndCountsNoAttempt() {
		PendingNotification row = insert(1).getFirst();
		assertThat(this.table.pause(row, FAILURE, NOW)).isTrue();
		ChannelState state = this.table.state("email");
		assertThat(state.status()).isEqualTo(ChannelState.Status.PAUSED);
		assertThat(state.reason()).isEqualTo("down");
		assertThat(state.remedy()).isEqualTo("Repair it.");
		assertThat(state.waiting()).isEqualTo(1);
		assertThat(state.nextProbeAt()).isBetween(NOW.plusMillis(100), NOW.plusMillis(200));
		assertThat(tasks()).isEqualTo(Map.of("notification-channel/email", state.nextProbeAt()));
		assertThat(value("select attempts from notification")).isZero();
	}

	@Test
	void aSecondFailureChangesNeitherTheReasonNorTheNextProbe() {
		List<PendingNotification> rows = insert(2);
		this.table.pause(rows.getFirst(), FAILURE, NOW);
		ChannelState first = this.table.state("email");
		assertThat(this.table.pause(rows.getLast(), new ChannelUnavailableException("other", "Other."),
				NOW.plusSeconds(1)))
			.isFalse();
		ChannelState second = this.table.state("email");
		assertThat(second.reason()).isEqualTo("down");
		assertThat(second.nextProbeAt()).isEqualTo(first.nextProbeAt());
		assertThat(second.waiting()).isEqualTo(2);
	}

	@Test
	void theReceiverCanAskForALongerDelayThanTheBackOffUpToOneHour() {
		List<PendingNotification> rows = insert(2);
		this.table.pause(rows.getFirst(), new ChannelUnavailableException("429", "Wait.", Duration.ofMinutes(7)), NOW);
		assertThat(this.table.state("email").nextProbeAt()).isEqualTo(NOW.plus(Duration.ofMinutes(7)));
		assertThat(this.table.probeFailed("email", rows.getFirst().id(),
				new ChannelUnavailableException("429", "Wait.", Duration.ofDays(7)), NOW))
			.isEqualTo(Duration.ofHours(1));
	}

	@Test
	void eachProbeTakesAnotherNotificationAndBacksOff() {
		List<PendingNotification> rows = insert(3);
		rows.forEach((row) -> this.table.pause(row, FAILURE, NOW));
		List<String> probed = IntStream.range(0, 4).mapToObj((i) -> {
			String id = this.table.nextProbe("email").orElseThrow();
			assertThat(this.table.probeFailed("email", id, FAILURE, NOW)).isBetween(Duration.ofMillis(200),
					Duration.ofMillis(400));
			return id;
		}).toList();
		assertThat(probed).containsExactly(rows.get(0).id(), rows.get(1).id(), rows.get(2).id(), rows.get(0).id());
		assertThat(this.table.state("email").failedProbes()).isEqualTo(4);
		assertThat(value("select max(attempts) from notification")).isZero();
	}

	@Test
	void atMostTheLimitIsReleasedForEachSecond() {
		insert(95).forEach((row) -> this.table.pause(row, FAILURE, NOW));
		this.table.recover("email");
		this.table.release("email", NOW);
		int ahead = (int) ChannelTable.RELEASE_AHEAD.toSeconds() * RATE;
		assertThat(tasks()).hasSize(ahead + 1);
		this.table.release("email", NOW);
		assertThat(tasks()).hasSize(ahead + 1);
		this.table.release("email", NOW.plusSeconds(1));
		assertThat(tasks()).hasSize(ahead + RATE + 1);
		// No release for a while: what was missed is not made up for.
		Instant later = NOW.plusSeconds(60);
		for (int second = 0; this.table.release("email", later.plusSeconds(second)).isEmpty(); second++) {
			assertThat(second).isLessThan(20);
		}
		Map<String, Instant> tasks = tasks();
		assertThat(tasks).hasSize(95).doesNotContainKey("notification-channel/email");
		assertThat(tasks.values()
			.stream()
			.collect(Collectors.groupingBy((time) -> time.minusNanos(1).truncatedTo(ChronoUnit.SECONDS),
					Collectors.counting()))
			.values()).allMatch((count) -> count <= RATE);
		assertThat(this.table.state("email").status()).isEqualTo(ChannelState.Status.WORKING);
		assertThat(this.table.state("email").pausedSince()).isNull();
	}

	@Test
	void whatArrivesWhileTheChannelRecoversWaitsBehindTheOthers() {
		insert(1).forEach((row) -> this.table.pause(row, FAILURE, NOW));
		this.table.recover("email");
		PendingNotification late = insert(1).getFirst();
		assertThat(begins(late)).isFalse();
		assertThat(this.table.enqueue(late)).isTrue();
		this.table.release("email", NOW);
		assertThat(begins(late)).isTrue();
		assertThat(this.table.release("email", NOW.plusSeconds(5))).isPresent();
		PendingNotification next = insert(1).getFirst();
		assertThat(begins(next)).isTrue();
		assertThat(this.table.enqueue(next)).isFalse();
		assertThat(tasks()).containsKey("notification/" + next.id());
	}

	@Test
	void aChannelThatFailsWhileItRecoversIsPausedForTheSameOutage() {
		List<PendingNotification> rows = insert(2);
		this.table.pause(rows.getFirst(), FAILURE, NOW);
		Instant since = this.table.state("email").pausedSince();
		this.table.recover("email");
		this.table.release("email", NOW);
		assertThat(this.table.pause(rows.getFirst(), FAILURE, NOW)).isTrue();
		assertThat(this.table.state("email").pausedSince()).isEqualTo(since);
		assertThat(this.table.release("email", NOW)).isEmpty();
		assertThat(this.table.state("email").waiting()).isEqualTo(1);
	}

	@Test
	void whatWasChangedByHandIsRepaired() {
		List<PendingNotification> rows = insert(3);
		assertThat(this.table.repair()).isZero();
		this.table.pause(rows.getFirst(), FAILURE, NOW);
		assertThat(this.table.repair()).isZero();
		this.notifier.jdbc.sql("update notification_channel set status = 'WORKING'").update();
		this.notifier.jdbc.sql("delete from scheduled_tasks where task_instance <> ?").param(rows.get(1).id()).update();
		assertThat(this.table.repair()).isEqualTo(3);
		assertThat(this.table.state("email").status()).isEqualTo(ChannelState.Status.RECOVERING);
		assertThat(tasks()).containsOnlyKeys("notification-channel/email", "notification/" + rows.get(1).id(),
				"notification/" + rows.get(2).id());
		this.notifier.jdbc.sql("update notification_channel set status = 'PAUSED'").update();
		this.notifier.jdbc.sql("delete from scheduled_tasks where task_name = 'notification-channel'").update();
		assertThat(this.table.repair()).isEqualTo(1);
		assertThat(tasks()).containsKey("notification-channel/email");
	}

	@Test
	void noNotificationIsLostWhenEverythingHappensAtOnce() throws Exception {
		List<PendingNotification> rows = insert(40);
		Callable<Void> deliveries = () -> {
			for (PendingNotification row : rows) {
				if (!begins(row)) {
					this.table.enqueue(row);
				}
				else if (Long.parseLong(row.id()) % 3 == 0) {
					this.table.pause(row, FAILURE, Instant.now());
				}
				assertNoneIsLost();
			}
			return null;
		};
		Callable<Void> recovery = () -> {
			for (int i = 0; i < 40; i++) {
				this.table.nextProbe("email");
				this.table.recover("email");
				this.table.release("email", NOW.plusSeconds(i));
				this.table.repair();
			}
			return null;
		};
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (Future<Void> end : threads
				.invokeAll(Stream.of(deliveries, deliveries, deliveries, recovery).toList())) {
				end.get();
			}
		}
		assertNoneIsLost();
	}

	/**
	 * Each pending notification has a task, or waits for a channel that has one.
	 */
	private void assertNoneIsLost() {
		assertThat(value("""
				select count(*) from notification n
				where case when wait_status = 'WAITING'
					then not exists (select from notification_channel c
						join scheduled_tasks on task_name = 'notification-channel' and task_instance = c.name
						where c.name = n.channel and c.status <> 'WORKING')
					else not exists (select from scheduled_tasks
						where task_name = 'notification' and task_instance = n.id::text) end""")).isZero();
	}

	private int value(String sql) {
		return this.notifier.jdbc.sql(sql).query(Integer.class).single();
	}

	private Map<String, Instant> tasks() {
		return this.notifier.jdbc
			.sql("select task_name || '/' || task_instance as task, execution_time from scheduled_tasks")
			.query((row, number) -> Map.entry(row.getString(1), row.getTimestamp(2).toInstant()))
			.list()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	private List<PendingNotification> insert(int count) {
		return this.notifier.jdbc.sql("""
				with inserted as (
					insert into notification (booking_id, event_type, channel, recipient)
					select gen_random_uuid()::text, 'BOOKING_CREATED', 'email', 'r-1' from generate_series(1, :count)
					returning id, booking_id),
				tasks as (
					insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
					select 'notification', id::text, now(), false, 1 from inserted)
				select id::text as id, booking_id from inserted order by inserted.id""")
			.param("count", count)
			.query((row, number) -> new PendingNotification(row.getString("id"), row.getString("booking_id"),
					"BOOKING_CREATED", "email", "r-1", 0, false, Instant.now(), null, 0))
			.list();
	}

	private boolean begins(PendingNotification row) {
		return this.claims.claim(row.id(), false).filter(Claim::attemptBegun).isPresent();
	}

}
