package io.bookings.consumer.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.bookings.consumer.database.Columns;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The history of one booking in this service.
 *
 * @param bookingId the booking's id
 * @param entries the entries in chronological order
 * @param notifications the state of each notification
 */
public record BookingHistory(String bookingId, List<Entry> entries, List<Notification> notifications) {

	/* Limits the response if a faulty publisher sends a booking again and again. */
	private static final int MAX_ENTRIES = 1000;

	/**
	 * The types of events are found one after another, because the primary key of
	 * {@code processed_booking} begins with them. There are only a few.
	 */
	private static final String ENTRIES = """
			with recursive types as (
				(select event_type from processed_booking order by event_type limit 1)
				union all
				select (select next.event_type from processed_booking next where next.event_type > types.event_type
					order by next.event_type limit 1)
				from types where types.event_type is not null)
			select * from (
				select processed_at as at, 0 as id, 'stored' as what, processed.event_type,
					'message ' || message_id as detail
				from types join processed_booking processed
					on processed.event_type = types.event_type and processed.booking_id = :bookingId
				union all
				(select happened_at, id, what, event_type, detail from booking_history
				where booking_id = :bookingId order by id desc limit :max)
			) as entry order by at, id""";

	private static final String NOTIFICATIONS = """
			select event_type, channel, recipient, status, attempts, last_error, created_at, sent_at,
				receipt, receipt_detail, receipt_at
			from notification where booking_id = :bookingId order by id""";

	/**
	 * Reads a booking's history.
	 * @return the history, empty if the booking is unknown
	 */
	static Optional<BookingHistory> of(String bookingId, JdbcClient jdbc) {
		List<Entry> entries = entries(bookingId, jdbc);
		List<Notification> notifications = jdbc.sql(NOTIFICATIONS)
			.param("bookingId", bookingId)
			.query((row, number) -> new Notification(row.getString("event_type"), row.getString("channel"),
					row.getString("recipient"), row.getString("status"), row.getInt("attempts"),
					row.getString("last_error"), Columns.instant(row, "created_at"),
					Columns.instantOrNull(row, "sent_at"), row.getString("receipt"), row.getString("receipt_detail"),
					Columns.instantOrNull(row, "receipt_at")))
			.list();
		return (entries.isEmpty() && notifications.isEmpty()) ? Optional.empty()
				: Optional.of(new BookingHistory(bookingId, entries, notifications));
	}

	/**
	 * Reads the entries of a booking.
	 * @param bookingId the booking's id
	 * @param jdbc the database
	 * @return the entries in chronological order, empty if there are none
	 */
	public static List<Entry> entries(String bookingId, JdbcClient jdbc) {
		return jdbc.sql(ENTRIES)
			.param("bookingId", bookingId)
			.param("max", MAX_ENTRIES)
			.query((row, number) -> new Entry(Columns.instant(row, "at"), row.getString("what"),
					row.getString("event_type"), row.getString("detail")))
			.list();
	}

	/**
	 * An entry of the history.
	 *
	 * @param at when it happened
	 * @param what what happened; {@code stored} if the event took effect
	 * @param eventType the type of the event
	 * @param detail details, if there are any
	 */
	public record Entry(Instant at, String what, String eventType, @Nullable String detail) {

	}

	/**
	 * The state of a notification.
	 *
	 * @param eventType the type of the event that it is about
	 * @param channel the channel, absent until the contact is known
	 * @param recipient the id of the provider or user, absent until it is known; never an
	 * address
	 * @param status {@code PENDING}, {@code SENT}, {@code FAILED}, {@code EXPIRED} or
	 * {@code UNKNOWN}
	 * @param attempts the number of attempts to send it
	 * @param lastError the reason why the last attempt failed, if it failed
	 * @param createdAt when it was created
	 * @param sentAt when it was sent, if it was
	 * @param receipt what the mail system reported, if it did: {@code DELIVERED},
	 * {@code BOUNCED}, {@code COMPLAINED} or {@code REJECTED}
	 * @param receiptDetail details of the report, without addresses
	 * @param receiptAt when that happened
	 */
	public record Notification(String eventType, @Nullable String channel, @Nullable String recipient, String status,
			int attempts, @Nullable String lastError, Instant createdAt, @Nullable Instant sentAt,
			@Nullable String receipt, @Nullable String receiptDetail, @Nullable Instant receiptAt) {

	}

}
