package io.bookings.consumer.notification;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.bookings.consumer.database.Columns;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Claims notifications for an attempt to deliver them. One statement reads the
 * notification, the booking and the contact, stores that the attempt begins, and creates
 * a notification for each further channel of the contact.
 */
public class NotificationClaims {

	private static final String CLAIM = """
			with due as (
				select booking.*, %2$s,
					n.id as notification_id, n.booking_id as notification_booking_id,
					n.event_type as notification_event_type, n.channel is null as notification_is_first,
					coalesce(n.channel, contact.channels[1]) as notification_channel,
					coalesce(booking.recipient_id, n.recipient) as notification_recipient,
					n.attempts as notification_attempts,
					n.attempt_started_at is not null as notification_attempt_open,
					coalesce(n.resent_at, n.created_at) as notification_created_at,
					n.traceparent as notification_traceparent, n.channel_failures as notification_channel_failures,
					contact.name is not null as notification_has_contact,
					booking.booking_id is not null as notification_has_booking,
					:probe or not exists (
						select from notification_channel c
						where c.name = coalesce(n.channel, contact.channels[1]) and (c.status = 'PAUSED'
							or c.status = 'RECOVERING' and n.wait_status is distinct from 'RELEASED')) as notification_sendable
				from notification n
					left join (%1$s) as booking on booking.booking_id = n.booking_id
					%3$s
				where n.id = :id and n.status = 'PENDING'),
			addressed as (
				update notification n
				set channel = notification_channel, recipient = coalesce(n.recipient, notification_recipient),
					attempt_started_at = coalesce(n.attempt_started_at, case when notification_sendable then :begin end)
				from due
				where n.id = due.notification_id and n.status = 'PENDING' and notification_has_contact
				returning n.id),
			others as (
				insert into notification (booking_id, event_type, channel, recipient, traceparent)
				select notification_booking_id, notification_event_type, unnest(contact_channels[2:]), notification_recipient,
					notification_traceparent
				from due join addressed on addressed.id = due.notification_id
				where notification_is_first
				on conflict do nothing
				returning id),
			tasks as (
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
				select :task, id::text, now(), false, 1 from others
				on conflict (task_name, task_instance) do nothing)
			select due.*, notification_sendable and exists (select from addressed) as notification_attempt_begun from due""";

	/** Does nothing if an earlier attempt is open: it may have sent the notification. */
	private static final String WITHDRAW = """
			update notification set attempt_started_at = null
			where id = :id and status = 'PENDING' and attempt_started_at = :begin""";

	private final JdbcClient jdbc;

	private final NotificationSource source;

	private final Contacts contacts;

	private final String claim;

	/**
	 * Creates the claims.
	 * @param jdbc the database
	 * @param source the content of the notifications
	 * @param contacts the contacts of the recipients
	 */
	public NotificationClaims(JdbcClient jdbc, NotificationSource source, Contacts contacts) {
		this.jdbc = jdbc;
		this.source = source;
		this.contacts = contacts;
		this.claim = CLAIM.formatted(source.bookings(), Contacts.columns(), contacts.joinOn("booking.recipient_id"));
	}

	/**
	 * Claims a notification. The attempt begins if there is a contact, and if the channel
	 * works or this is a probe. If the next claim finds an open attempt, the service
	 * crashed during the send.
	 * @param id the notification's id
	 * @param probe whether to use a channel that is paused
	 * @return the claim, or empty if the notification is not pending
	 * @throws DataAccessException if the database fails
	 */
	Optional<Claim> claim(String id, boolean probe) {
		OffsetDateTime begin = OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
		try {
			return this.jdbc.sql(this.claim)
				.param("id", Long.valueOf(id))
				.param("probe", probe)
				.param("begin", begin)
				.param("task", NotificationDelivery.TASK.getTaskName())
				.query((row, number) -> read(row))
				.optional();
		}
		catch (DataAccessException ex) {
			withdraw(Long.parseLong(id), begin, ex);
			throw ex;
		}
	}

	/**
	 * Removes the begin of an attempt. A claim can be committed although its response is
	 * lost. Nothing was sent, so the next attempt must not take it for a crash.
	 */
	private void withdraw(long id, OffsetDateTime begin, DataAccessException failure) {
		try {
			this.jdbc.sql(WITHDRAW).param("id", id).param("begin", begin).update();
		}
		catch (DataAccessException ex) {
			failure.addSuppressed(ex);
		}
	}

	private Claim read(ResultSet row) throws SQLException {
		NotificationContent content = null;
		Contact contact = null;
		RuntimeException failure = null;
		try {
			content = content(row);
			contact = row.getBoolean("notification_has_contact") ? this.contacts.read(row) : null;
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		return new Claim(notification(row), row.getBoolean("notification_attempt_begun"), content, contact,
				Contacts.readSuppression(row), failure);
	}

	private NotificationContent content(ResultSet row) throws SQLException {
		if (!row.getBoolean("notification_has_booking")) {
			throw new PermanentDeliveryException("the booking was deleted");
		}
		return this.source.content(row);
	}

	private static PendingNotification notification(ResultSet row) throws SQLException {
		@Nullable String channel = row.getString("notification_channel");
		return new PendingNotification(row.getString("notification_id"), row.getString("notification_booking_id"),
				row.getString("notification_event_type"), channel, row.getString("notification_recipient"),
				row.getInt("notification_attempts"), row.getBoolean("notification_attempt_open"),
				Columns.instant(row, "notification_created_at"), row.getString("notification_traceparent"),
				row.getInt("notification_channel_failures"));
	}

}
