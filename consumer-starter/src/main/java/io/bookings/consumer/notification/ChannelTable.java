package io.bookings.consumer.notification;

import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.notification.ChannelState.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table {@code notification_channel}, and the notifications that wait for a channel.
 * <p>
 * A pending notification either has a db-scheduler task, or it waits ({@code WAITING})
 * for a channel that does not work. A channel that does not work has a task of
 * {@link ChannelRecovery}. Each method is one transaction, which locks the channel's row
 * first, so that no crash and no concurrent transaction breaks this rule. The tasks are
 * written by SQL, because db-scheduler's client removes a task in a transaction of its
 * own.
 */
public class ChannelTable {

	/** The longest delay that a receiver can ask for. */
	static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

	/**
	 * How far ahead notifications are released. It is longer than the interval between
	 * two releases, so that the limit is reached, and short, because released
	 * notifications are sent at once after a delay.
	 */
	static final Duration RELEASE_AHEAD = Duration.ofSeconds(2);

	private static final String STATE = """
			select name, status, paused_since, reason, remedy, failed_probes, next_probe_at, released_until,
				(select count(*) from notification
					where channel = c.name and wait_status = 'WAITING' and status = 'PENDING') as waiting
			from notification_channel c
			""";

	private static final String WAIT = """
			with waiting as (
				update notification
				set wait_status = 'WAITING', attempt_started_at = null, last_error = :reason,
					channel = coalesce(channel, :channel), recipient = coalesce(recipient, :recipient),
					identity = coalesce(identity, :identity),
					channel_failures = channel_failures + :failures
				where id = :id::bigint and status = 'PENDING'
				returning booking_id, event_type, channel),
			removed as (
				delete from scheduled_tasks where task_name = :task and task_instance = :id)
			""" + HistoryTable.appendRowsOf(
			"select booking_id, event_type, 'notification waits', concat_ws(', ', channel, :reason) from waiting");

	private static final String RELEASE = """
			with next as (
				select id, row_number() over (order by id) as number from notification
				where channel = :channel and wait_status = 'WAITING' and status = 'PENDING'
				order by id limit :limit),
			released as (
				update notification n set wait_status = 'RELEASED', last_error = null
				from next where n.id = next.id
				returning n.id, number),
			tasks as (
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
				select :task, id::text, :start + number * make_interval(secs => :gap), false, 1 from released
				on conflict (task_name, task_instance) do nothing)
			select count(*) from released""";

	private static final String SCHEDULE = """
			insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
			values (:task, :instance, :time, false, 1)
			on conflict (task_name, task_instance) do nothing""";

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final NotificationProperties properties;

	/**
	 * Creates the access to the table.
	 * @param jdbc the database
	 * @param transaction begins transactions
	 * @param properties the settings of notifications
	 */
	public ChannelTable(JdbcClient jdbc, TransactionOperations transaction, NotificationProperties properties) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.properties = properties;
	}

	/**
	 * Returns the states of all channels that were paused at least once.
	 */
	List<ChannelState> states() {
		return this.jdbc.sql(STATE).query(new SimplePropertyRowMapper<>(ChannelState.class)).list();
	}

	ChannelState state(String channel) {
		return this.jdbc.sql(STATE + "where name = :name")
			.param("name", channel)
			.query(ChannelState.class)
			.optional()
			.orElseGet(() -> ChannelState.working(channel));
	}

	/**
	 * Lets a notification wait, and removes its task.
	 * @return whether it waits; {@code false} if the channel works
	 */
	boolean enqueue(PendingNotification row) {
		return inTransaction(() -> {
			// A shared lock: the channel cannot begin to work before the commit.
			Optional<String> reason = this.jdbc.sql("""
					select coalesce(reason, '') from notification_channel
					where name = :name and status <> 'WORKING' for share""")
				.param("name", row.channel(), Types.VARCHAR)
				.query(String.class)
				.optional();
			reason.ifPresent((text) -> enqueue(row, text, 0));
			return reason.isPresent();
		});
	}

	private void enqueue(PendingNotification row, String reason, int failures) {
		this.jdbc.sql(WAIT)
			.param("id", row.id())
			.param("reason", Printable.of(reason))
			.param("failures", failures)
			.param("channel", row.channel(), Types.VARCHAR)
			.param("recipient", row.recipient(), Types.VARCHAR)
			.param("identity", row.identity(), Types.OTHER)
			.param("task", NotificationDelivery.TASK.getTaskName())
			.update();
	}

	/**
	 * Pauses the channel of a notification that could not be sent, and lets the
	 * notification wait.
	 * @return whether the pause began; {@code false} if the channel was paused already
	 */
	boolean pause(PendingNotification row, ChannelUnavailableException failure, Instant now) {
		return inTransaction(() -> {
			String channel = String.valueOf(row.channel());
			this.jdbc.sql("insert into notification_channel (name) values (:name) on conflict do nothing")
				.param("name", channel)
				.update();
			ChannelState state = lock(channel);
			boolean begins = state.status() != Status.PAUSED;
			if (begins) {
				Instant probe = now.plus(delay(state.failedProbes() + 1, failure));
				storePause(channel, failure, state.failedProbes(), probe);
				schedule(ChannelRecovery.TASK.getTaskName(), channel, probe);
			}
			enqueue(row, failure.reason(), 1);
			return begins;
		});
	}

	private void storePause(String channel, ChannelUnavailableException failure, int failedProbes, Instant probe) {
		this.jdbc.sql("""
				update notification_channel
				set status = 'PAUSED', paused_since = coalesce(paused_since, clock_timestamp()), reason = :reason,
					remedy = :remedy, failed_probes = :failedProbes, next_probe_at = :probe
				where name = :name""")
			.param("name", channel)
			.param("reason", Printable.of(failure.reason()))
			.param("remedy", failure.remedy())
			.param("failedProbes", failedProbes)
			.param("probe", probe.atOffset(ZoneOffset.UTC))
			.update();
	}

	private Duration delay(int probe, ChannelUnavailableException failure) {
		Duration delay = this.properties.probeBackOff().delay(probe, RandomGenerator.getDefault());
		Duration asked = failure.retryAfter();
		if (asked == null || asked.compareTo(delay) <= 0) {
			return delay;
		}
		return (asked.compareTo(LONGEST_RETRY_AFTER) < 0) ? asked : LONGEST_RETRY_AFTER;
	}

	/**
	 * Selects the notification of the next probe: each probe takes another one, because
	 * one notification may fail where others do not.
	 * @return its id, or empty if none waits
	 */
	Optional<String> nextProbe(String channel) {
		return this.jdbc.sql("""
				with next as (
					select n.id from notification n join notification_channel c on c.name = n.channel
					where n.channel = :channel and n.wait_status = 'WAITING' and n.status = 'PENDING'
					order by n.id <= coalesce(c.last_probe, 0), n.id limit 1)
				update notification_channel set last_probe = next.id from next where name = :channel
				returning next.id::text""").param("channel", channel).query(String.class).optional();
	}

	/**
	 * Stores that a probe has failed because of the channel.
	 * @param failure the reason, or {@code null} to keep the last one
	 * @return the time until the next probe
	 */
	Duration probeFailed(String channel, String id, @Nullable ChannelUnavailableException failure, Instant now) {
		return inTransaction(() -> {
			ChannelState state = lock(channel);
			ChannelUnavailableException reason = (failure != null) ? failure
					: new ChannelUnavailableException(String.valueOf(state.reason()), String.valueOf(state.remedy()));
			Duration delay = delay(state.failedProbes() + 2, reason);
			storePause(channel, reason, state.failedProbes() + 1, now.plus(delay));
			this.jdbc
				.sql("update notification set attempt_started_at = null where id = :id::bigint and status = 'PENDING'")
				.param("id", id)
				.update();
			return delay;
		});
	}

	/**
	 * Gives the notification of a probe a task again.
	 */
	void reschedule(String id, Instant time) {
		this.transaction.executeWithoutResult((status) -> {
			int updated = this.jdbc.sql("""
					update notification set wait_status = null
					where id = :id::bigint and status = 'PENDING' and wait_status = 'WAITING'""")
				.param("id", id)
				.update();
			if (updated == 1) {
				schedule(NotificationDelivery.TASK.getTaskName(), id, time);
			}
		});
	}

	/**
	 * Ends the pause, so that notifications that wait can be released.
	 */
	void recover(String channel) {
		this.jdbc.sql("""
				update notification_channel set status = 'RECOVERING', next_probe_at = null
				where name = :name and status = 'PAUSED'""").param("name", channel).update();
	}

	/**
	 * Releases some of the notifications that wait, so that not more than the limit are
	 * due in each second. If none waits, the channel works again, and the task of
	 * {@link ChannelRecovery} is removed.
	 * @return the state before, if the channel works again
	 */
	Optional<ChannelState> release(String channel, Instant now) {
		return inTransaction(() -> {
			ChannelState state = lock(channel);
			return switch (state.status()) {
				case PAUSED -> Optional.empty();
				case WORKING -> finish(state);
				case RECOVERING -> release(state, now) ? Optional.empty() : finish(state);
			};
		});
	}

	/**
	 * Whether there was something to release, or the limit did not allow it yet.
	 */
	private boolean release(ChannelState state, Instant now) {
		int rate = this.properties.maxPerSecond();
		Instant until = state.releasedUntil();
		Instant start = (until != null && until.isAfter(now)) ? until : now;
		long limit = Duration.between(start, now.plus(RELEASE_AHEAD)).toMillis() * rate / 1000;
		if (limit <= 0) {
			return true;
		}
		int released = this.jdbc.sql(RELEASE)
			.param("channel", state.name())
			.param("limit", limit)
			.param("task", NotificationDelivery.TASK.getTaskName())
			.param("start", start.atOffset(ZoneOffset.UTC))
			.param("gap", 1.0 / rate)
			.query(Integer.class)
			.single();
		this.jdbc.sql("update notification_channel set released_until = :until where name = :name")
			.param("name", state.name())
			.param("until", start.plusNanos(released * 1_000_000_000L / rate).atOffset(ZoneOffset.UTC))
			.update();
		return released > 0;
	}

	private Optional<ChannelState> finish(ChannelState state) {
		this.jdbc.sql("""
				with removed as (delete from scheduled_tasks where task_name = :task and task_instance = :name)
				update notification_channel
				set status = 'WORKING', paused_since = null, reason = null, remedy = null, failed_probes = 0,
					next_probe_at = null, released_until = null
				where name = :name""")
			.param("task", ChannelRecovery.TASK.getTaskName())
			.param("name", state.name())
			.update();
		return Optional.of(state);
	}

	/**
	 * Repairs what breaks the rule of this class, for example after a change by hand:
	 * notifications that wait although their channel works, channels without a task, and
	 * notifications without a task.
	 * @return the number of repaired rows
	 */
	int repair() {
		return inTransaction(() -> {
			int channels = this.jdbc.sql("""
					insert into notification_channel as c (name, status)
					select distinct channel, 'RECOVERING' from notification
					where wait_status = 'WAITING' and status = 'PENDING' and channel is not null
					on conflict (name) do update set status = 'RECOVERING' where c.status = 'WORKING'""").update();
			int tasks = this.jdbc.sql("""
					insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
					select :recovery, name, now(), false, 1 from notification_channel where status <> 'WORKING'
					union all
					select :delivery, id::text, now(), false, 1 from notification
					where status = 'PENDING' and wait_status is distinct from 'WAITING' and channel is not null
						and not exists (select from scheduled_tasks
							where task_name = :delivery and task_instance = notification.id::text)
					on conflict (task_name, task_instance) do nothing""")
				.param("recovery", ChannelRecovery.TASK.getTaskName())
				.param("delivery", NotificationDelivery.TASK.getTaskName())
				.update();
			return channels + tasks;
		});
	}

	/**
	 * Repairs, and logs how much.
	 * @see #repair()
	 */
	public void repairAndLog() {
		int repaired = repair();
		if (repaired > 0) {
			NotificationLog.repaired(repaired);
		}
	}

	private ChannelState lock(String channel) {
		this.jdbc.sql("select from notification_channel where name = :name for update")
			.param("name", channel)
			.query((row) -> {
			});
		return state(channel);
	}

	private void schedule(String task, String instance, Instant time) {
		this.jdbc.sql(SCHEDULE)
			.param("task", task)
			.param("instance", instance)
			.param("time", time.atOffset(ZoneOffset.UTC))
			.update();
	}

	private <T> T inTransaction(Supplier<T> work) {
		return Objects.requireNonNull(this.transaction.execute((status) -> work.get()));
	}

}
