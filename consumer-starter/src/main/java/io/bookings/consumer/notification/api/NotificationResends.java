package io.bookings.consumer.notification.api;

import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.notification.NotificationDelivery;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.notification.api.Resent.ResentNotification;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sends notifications again: makes them pending, adds a line to the histories of their
 * bookings, and schedules their delivery, in one transaction.
 */
class NotificationResends {

	/** The number of notifications of a transaction. */
	static final int BATCH = 500;

	/** The number of notifications that an answer lists. */
	static final int LISTED = 100;

	/**
	 * A task may exist: an instance removes it shortly after it has stored the result of
	 * the last attempt. The new version keeps it from removing the new task.
	 */
	private static final String RESEND = """
			with chosen as materialized (
				select id, status from notification where id = any(:ids) and status = any(:statuses)
				order by id for update),
			resent as (
				update notification
				set status = 'PENDING', attempts = 0, channel_failures = 0, wait_status = null, last_error = null,
					attempt_started_at = null, sent_at = null, receipt = null, receipt_detail = null, receipt_at = null,
					resent_at = clock_timestamp()
				from chosen where notification.id = chosen.id
				returning notification.id, booking_id, event_type, channel, chosen.status as previous),
			task as (
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
				select :task, id::text, :now, false, 1 from resent
				on conflict (task_name, task_instance) do update set execution_time = excluded.execution_time,
					picked = false, picked_by = null, last_heartbeat = null, version = scheduled_tasks.version + 1),
			line as (
			""" + HistoryTable.appendRowsOf("""
			select booking_id, event_type, 'notification resend requested',
				concat_ws(', ', channel, 'was ' || previous, 'by ' || :requestedBy)
			from resent""") + """
			)
			select id, booking_id from resent order by id""";

	private static final RowMapper<ResentNotification> ROWS = new SimplePropertyRowMapper<>(ResentNotification.class);

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final ObjectProvider<Scheduler> scheduler;

	NotificationResends(JdbcClient jdbc, TransactionOperations transaction, ObjectProvider<Scheduler> scheduler) {
		this.jdbc = jdbc;
		this.transaction = transaction;
		this.scheduler = scheduler;
	}

	/**
	 * Sends a notification again if its status is one of those given.
	 * @param id the notification's id
	 * @param statuses the statuses in which it is sent again
	 * @param requestedBy who requests it
	 * @return the status before, or empty if there is no such notification
	 */
	Optional<Status> resend(long id, Set<Status> statuses, String requestedBy) {
		Optional<Status> before = Objects.requireNonNull(this.transaction.execute((status) -> {
			Optional<Status> found = lock(id);
			if (found.filter(statuses::contains).isPresent()) {
				resend(List.of(id), statuses, requestedBy);
			}
			return found;
		}));
		deliver();
		return before;
	}

	private Optional<Status> lock(long id) {
		return this.jdbc.sql("select status from notification where id = :id for update")
			.param("id", id)
			.query(Status.class)
			.optional();
	}

	/**
	 * Counts the notifications that {@link #resendAll} would send again.
	 */
	Resent count(NotificationFilter filter) {
		long count = this.jdbc.sql("select count(*) from notification where " + filter.condition())
			.params(filter.parameters())
			.query(Long.class)
			.single();
		List<ResentNotification> first = this.jdbc
			.sql("select id, booking_id from notification where " + filter.condition() + " order by id limit :rows")
			.params(filter.parameters())
			.param("rows", LISTED)
			.query(ROWS)
			.list();
		return new Resent(count, first);
	}

	/**
	 * Sends the selected notifications again, oldest first. Sends each once, even if it
	 * fails again meanwhile. Each batch is a transaction: if one fails, the batches
	 * before it are kept.
	 */
	Resent resendAll(NotificationFilter filter, String requestedBy) {
		long last = this.jdbc.sql("select coalesce(max(id), 0) from notification").query(Long.class).single();
		List<ResentNotification> first = new ArrayList<>();
		long count = 0;
		List<Long> ids = page(filter, 0, last);
		while (!ids.isEmpty()) {
			List<Long> batch = ids;
			List<ResentNotification> resent = Objects
				.requireNonNull(this.transaction.execute((status) -> resend(batch, filter.statuses(), requestedBy)));
			deliver();
			count += resent.size();
			resent.stream().limit(LISTED - first.size()).forEach(first::add);
			ids = page(filter, batch.getLast(), last);
		}
		return new Resent(count, first);
	}

	private List<Long> page(NotificationFilter filter, long after, long last) {
		return this.jdbc
			.sql("select id from notification where " + filter.condition()
					+ " and id > :after and id <= :last order by id limit :rows")
			.params(filter.parameters())
			.param("after", after)
			.param("last", last)
			.param("rows", BATCH)
			.query((row, number) -> row.getLong("id"))
			.list();
	}

	private List<ResentNotification> resend(List<Long> ids, Collection<Status> statuses, String requestedBy) {
		return this.jdbc.sql(RESEND)
			.param("ids", new SqlArrayValue("bigint", ids.toArray()))
			.param("statuses", new SqlArrayValue("text", statuses.stream().map(Status::name).toArray()))
			.param("task", NotificationDelivery.TASK.getTaskName())
			.param("now", Instant.now().atOffset(ZoneOffset.UTC))
			.param("requestedBy", Printable.of(requestedBy), Types.VARCHAR)
			.query(ROWS)
			.list();
	}

	private void deliver() {
		this.scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
	}

}
