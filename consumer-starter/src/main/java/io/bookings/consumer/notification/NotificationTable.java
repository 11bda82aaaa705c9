package io.bookings.consumer.notification;

import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;

import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.trace.BookingTraces;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The table {@code notification}. One statement changes a status and adds a line to the
 * booking's history, so that both always agree.
 */
public class NotificationTable {

	private static final String NO_CONTACT = "no contact is known";

	/**
	 * Stores the result of an attempt, in the notification and the booking's history, and
	 * removes the task of a notification that has ended.
	 */
	private static final String SETTLE = """
			with settled as (
				update notification
				set status = :status, attempts = attempts + 1, last_error = :error, attempt_started_at = null,
					provider_message_id = :providerMessageId,
					channel = coalesce(channel, :channel), recipient = coalesce(recipient, :recipient),
					identity = coalesce(identity, :identity),
					sent_at = case when :status = 'SENT' then clock_timestamp() end,
					wait_status = case when :status = 'PENDING' and wait_status = 'WAITING' then wait_status end
				where id = :id and status = 'PENDING'
				returning booking_id, event_type, channel, attempts),
			removed as (
				delete from scheduled_tasks
				where task_name = :task and task_instance = :id::text and :status <> 'PENDING')
			""" + HistoryTable.appendRowsOf(
			"""
					select booking_id, event_type, 'notification ' || :what, concat_ws(', ', channel, 'attempt ' || attempts, :error)
					from settled""");

	private final JdbcClient jdbc;

	/**
	 * Creates the access to the table.
	 * @param jdbc the database
	 */
	public NotificationTable(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Inserts one notification for each booking, without a channel, and its task, which
	 * is due now.
	 * @return the number of bookings that had no such notification
	 */
	int insert(String eventType, Collection<String> bookingIds) {
		// The scheduler compares the time with the clock of this machine.
		return this.jdbc.sql("""
				with inserted as (
					insert into notification (booking_id, event_type, traceparent)
					select booking_id, :eventType, traceparent
					from unnest(:bookingIds, :traceparents) as t (booking_id, traceparent)
					on conflict do nothing
					returning id)
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
				select :task, id::text, :now, false, 1 from inserted
				on conflict (task_name, task_instance) do nothing""")
			.param("task", NotificationDelivery.TASK.getTaskName())
			.param("now", OffsetDateTime.now(ZoneOffset.UTC))
			.param("eventType", eventType)
			.param("bookingIds", new SqlArrayValue("text", bookingIds.toArray()))
			.param("traceparents",
					new SqlArrayValue("text", bookingIds.stream().map(BookingTraces::traceparent).toArray()))
			.update();
	}

	/**
	 * Makes the tasks of existing pending notifications due now.
	 */
	void makeDue(String eventType, Collection<String> bookingIds) {
		this.jdbc.sql("""
				update scheduled_tasks set execution_time = now()
				from notification
				where task_name = :task and task_instance = notification.id::text and not picked
					and execution_time > now() and status = 'PENDING'
					and event_type = :eventType and booking_id = any(:bookingIds)""")
			.param("task", NotificationDelivery.TASK.getTaskName())
			.param("eventType", eventType)
			.param("bookingIds", new SqlArrayValue("text", bookingIds.toArray()))
			.update();
	}

	/**
	 * Keeps a notification pending until there is a contact. This does not count as an
	 * attempt.
	 */
	void waitForContact(String id, String recipient) {
		this.jdbc.sql("""
				update notification set last_error = :reason, recipient = :recipient
				where id = :id::bigint and status = 'PENDING'""")
			.param("reason", NO_CONTACT)
			.param("recipient", recipient)
			.param("id", id)
			.update();
	}

	/**
	 * Keeps a notification pending until it has content. This does not count as an
	 * attempt.
	 */
	void waitForContent(String id, String reason) {
		this.jdbc.sql("""
				update notification set last_error = :reason, attempt_started_at = null
				where id = :id::bigint and status = 'PENDING'""")
			.param("reason", Printable.of(reason))
			.param("id", id)
			.update();
	}

	void settle(PendingNotification row, Status status, @Nullable String providerMessageId, @Nullable String error) {
		this.jdbc.sql(SETTLE)
			.param("id", Long.valueOf(row.id()))
			.param("task", NotificationDelivery.TASK.getTaskName())
			.param("status", status.name())
			.param("what", (status == Status.PENDING) ? "attempt failed" : status.code())
			.param("channel", row.channel(), Types.VARCHAR)
			.param("recipient", row.recipient(), Types.VARCHAR)
			.param("identity", row.identity(), Types.OTHER)
			.param("providerMessageId", providerMessageId, Types.VARCHAR)
			.param("error", (error != null) ? Printable.of(error) : null, Types.VARCHAR)
			.update();
	}

	/**
	 * Returns when the oldest pending notifications were created, or last sent again.
	 */
	Oldest oldestPending() {
		return this.jdbc
			.sql("""
					select min(coalesce(resent_at, created_at)) filter (where last_error = :noContact) as waiting_for_contact,
						min(coalesce(resent_at, created_at)) filter (where last_error is distinct from :noContact
							and wait_status is distinct from 'WAITING') as waiting_for_delivery,
						min(coalesce(resent_at, created_at)) filter (where wait_status = 'WAITING') as waiting_for_channel
					from notification where status = 'PENDING'""")
			.param("noContact", NO_CONTACT)
			.query(Oldest.class)
			.single();
	}

	/**
	 * Deletes notifications that are older than the age and no longer pending.
	 * @param ageInSeconds the minimum age in seconds
	 * @param limit the maximum number of rows to delete
	 * @return the number of deleted rows
	 */
	public int purge(long ageInSeconds, int limit) {
		return this.jdbc.sql("""
				delete from notification where id in (
					select id from notification
					where status <> 'PENDING' and created_at < now() - make_interval(secs => :seconds)
					limit :limit for update skip locked)""")
			.param("seconds", ageInSeconds)
			.param("limit", limit)
			.update();
	}

	/**
	 * When the oldest pending notifications were created, or last sent again, by what
	 * they wait for; {@code null} if there are none.
	 */
	record Oldest(@Nullable Instant waitingForContact, @Nullable Instant waitingForDelivery,
			@Nullable Instant waitingForChannel) {

	}

	/**
	 * The state of a notification.
	 */
	public enum Status {

		PENDING, SENT, FAILED, EXPIRED, UNKNOWN;

		/**
		 * Returns the name in metrics, traces and the history.
		 */
		String code() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}
