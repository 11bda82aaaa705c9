package io.bookings.consumer.notification.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.web.Cursor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists of notifications with what they wait for, for the operations page. Each statement
 * reads a bounded number of rows, however many the table has.
 */
public class NotificationLists {

	/** The number of notifications of each kind that are counted. */
	public static final int COUNTED = 10_000;

	/** The number of rows that one page searches for those of a channel. */
	static final int SEARCHED = 10_000;

	private static final String COUNTS = """
			select state, channel, count(*) as number from (
				(select case when wait_status = 'WAITING' then 'waits for its channel'
						when channel is null then 'waits for a contact' else 'waits for delivery' end as state, channel
				from notification where status = 'PENDING' order by created_at limit :counted)
				union all
				(select status as state, channel from notification
				where status in ('FAILED', 'EXPIRED', 'UNKNOWN') order by id desc limit :counted)
			) as counted group by state, channel order by state, channel""";

	private static final String ROWS = """
			with page as materialized (
				select * from (
					select id, booking_id, event_type, channel, recipient, status, attempts, last_error, wait_status,
						created_at, sent_at, resent_at, receipt, receipt_detail
					from notification where %s order by %s limit :searched) as searched
				where %s order by %s limit :rows)
			select page.*, task.execution_time as next_attempt_at
			from page left join scheduled_tasks task
				on page.status = 'PENDING' and task.task_name = 'notification' and task.task_instance = page.id::text
			order by %s""";

	/** The indexes have the order: that of the pending ones has no ids. */
	private static final String OLDEST_FIRST = "created_at, id";

	private static final String NEWEST_FIRST = "id desc";

	private static final RowMapper<ListedNotification> MAPPER = new SimplePropertyRowMapper<>(ListedNotification.class);

	private final JdbcClient jdbc;

	/**
	 * Creates the access to the lists.
	 * @param jdbc the database
	 */
	public NotificationLists(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Counts the notifications that were not sent, by what they wait for or by their
	 * status, and by channel.
	 * @return the numbers
	 */
	public List<NotificationCount> counts() {
		List<NotificationCount> counts = this.jdbc.sql(COUNTS)
			.param("counted", COUNTED)
			.query((row, number) -> new NotificationCount(row.getString("state"), row.getString("channel"),
					row.getLong("number"), false))
			.list();
		Map<Boolean, Long> sums = counts.stream()
			.collect(Collectors.partitioningBy(NotificationCount::pending,
					Collectors.summingLong(NotificationCount::number)));
		return counts.stream()
			.map((count) -> new NotificationCount(count.state(), count.channel(), count.number(),
					Objects.requireNonNullElse(sums.get(count.pending()), 0L) >= COUNTED))
			.toList();
	}

	/**
	 * Finds notifications: those that are pending oldest first, all others newest first.
	 * @param status the status, or {@code null} for all
	 * @param channel the channel, or {@code null} for all
	 * @param after the position of the previous page, or {@code null}
	 * @param size the maximum number of notifications
	 * @return the notifications; perhaps few or none, with a next page, because only a
	 * part of the table was searched
	 */
	public NotificationPage find(@Nullable Status status, @Nullable String channel, @Nullable Cursor after, int size) {
		NotificationFilter filter = new NotificationFilter((status != null) ? List.of(status) : List.of(), channel,
				null, null);
		boolean pending = status == Status.PENDING;
		// An index has these statuses only, and no other condition.
		boolean direct = channel == null && status != Status.SENT;
		String order = pending ? OLDEST_FIRST : NEWEST_FIRST;
		String from = ((status != null) ? "status = '" + status.name() + "'" : "true") + position(pending, after);
		Map<String, Object> parameters = new HashMap<>(filter.parameters());
		parameters.put("searched", direct ? size + 1 : SEARCHED);
		parameters.put("rows", size + 1);
		if (after != null) {
			parameters.put("at", after.at().atOffset(ZoneOffset.UTC));
			parameters.put("id", id(after));
		}
		if (!direct && status == Status.SENT) {
			from = "true" + position(false, after);
		}
		List<ListedNotification> found = this.jdbc.sql(ROWS.formatted(from, order, filter.condition(), order, order))
			.params(parameters)
			.query(MAPPER)
			.list();
		if (found.size() > size) {
			List<ListedNotification> page = found.subList(0, size);
			return new NotificationPage(page, page.getLast().cursor(), false);
		}
		Cursor searched = direct ? null : lastSearched(from, order, parameters);
		return new NotificationPage(found, searched, searched != null);
	}

	private static String position(boolean pending, @Nullable Cursor after) {
		if (after == null) {
			return "";
		}
		return pending ? " and created_at >= :at and (created_at, id) > (:at, :id)" : " and id < :id";
	}

	private static long id(Cursor cursor) {
		try {
			return Long.parseLong(cursor.id());
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

	/**
	 * The last row that was searched, or {@code null} if all were.
	 */
	private @Nullable Cursor lastSearched(String from, String order, Map<String, Object> parameters) {
		return this.jdbc
			.sql("select created_at, id from notification where %s order by %s offset %d limit 1".formatted(from, order,
					SEARCHED - 1))
			.params(parameters)
			.query((row, number) -> new Cursor(Columns.instant(row, "created_at"), row.getString("id")))
			.optional()
			.orElse(null);
	}

	/**
	 * A part of a list.
	 *
	 * @param items the notifications
	 * @param next the position of the next part, or {@code null} if this is the last
	 * @param partial whether the next part was not searched
	 */
	public record NotificationPage(List<ListedNotification> items, @Nullable Cursor next, boolean partial) {

		/**
		 * Copies the items.
		 */
		public NotificationPage {
			items = List.copyOf(items);
		}

	}

	/**
	 * A number of notifications.
	 *
	 * @param state the status, or what a pending notification waits for
	 * @param channel the channel, or {@code null} until it is known
	 * @param number their number
	 * @param more whether there may be more, because only a part was counted
	 */
	public record NotificationCount(String state, @Nullable String channel, long number, boolean more) {

		/**
		 * Returns the status.
		 * @return the status
		 */
		public Status status() {
			return pending() ? Status.PENDING : Status.valueOf(this.state);
		}

		boolean pending() {
			return this.state.startsWith("waits");
		}

	}

	/**
	 * A notification in a list.
	 *
	 * @param id its id
	 * @param bookingId the booking
	 * @param eventType the type of the event
	 * @param channel the channel, or {@code null} until the contact is known
	 * @param recipient the id of the provider or user, or {@code null}
	 * @param status the status
	 * @param attempts the number of attempts
	 * @param lastError why the last attempt failed, or {@code null}
	 * @param waitStatus {@code WAITING} for its channel, {@code RELEASED}, or
	 * {@code null}
	 * @param createdAt when it was created
	 * @param sentAt when it was sent, or {@code null}
	 * @param resentAt when it was last sent again, or {@code null}
	 * @param receipt what the mail system reported, or {@code null}
	 * @param receiptDetail details of the report, or {@code null}
	 * @param nextAttemptAt when the next attempt is due, or {@code null}
	 */
	public record ListedNotification(long id, String bookingId, String eventType, @Nullable String channel,
			@Nullable String recipient, Status status, int attempts, @Nullable String lastError,
			@Nullable String waitStatus, Instant createdAt, @Nullable Instant sentAt, @Nullable Instant resentAt,
			@Nullable String receipt, @Nullable String receiptDetail, @Nullable Instant nextAttemptAt) {

		Cursor cursor() {
			return new Cursor(this.createdAt, String.valueOf(this.id));
		}

		/**
		 * Returns what the notification waits for, or why it was not sent.
		 * @return a phrase, or {@code null} if it was sent
		 */
		public @Nullable String reason() {
			return switch (this.status) {
				case PENDING -> pending();
				case SENT -> null;
				case FAILED, EXPIRED, UNKNOWN -> this.lastError;
			};
		}

		private String pending() {
			if ("WAITING".equals(this.waitStatus)) {
				return "its channel is paused or recovers";
			}
			if (this.lastError != null) {
				return this.lastError;
			}
			return (this.attempts == 0) ? "its first attempt" : "its next attempt";
		}

		/**
		 * Returns whether it can be sent again.
		 * @return whether it is FAILED or UNKNOWN
		 */
		public boolean resendable() {
			return this.status == Status.FAILED || this.status == Status.UNKNOWN;
		}

	}

}
