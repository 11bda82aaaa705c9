package io.bookings.consumer.privacy;

import java.sql.Types;
import java.time.Duration;
import java.util.Map;

import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.person.Person;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.Purge;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A service's table of bookings. It has the columns {@code booking_id}, {@code user_id},
 * {@code provider_id}, {@code slot_end} (null if the slot is not known) and
 * {@code received_at}, an index on {@code greatest(slot_end, received_at)}, and indexes
 * that begin with {@code user_id} and {@code provider_id}.
 */
public final class BookingTable implements PersonalData {

	/**
	 * Each batch of a run begins where the last one ended. Otherwise, it would read all
	 * index entries of the rows that the run has deleted.
	 */
	private static final String PURGE = """
			with deleted as (
				delete from %1$s where booking_id in (
					select booking_id from %1$s
					where greatest(slot_end, received_at) < now() - make_interval(secs => :seconds)
						and greatest(slot_end, received_at) >= coalesce(:from::timestamptz, '-infinity')
					order by greatest(slot_end, received_at)
					limit :limit for update skip locked)
				returning greatest(slot_end, received_at) as kept_since)
			select count(*) as rows, max(kept_since)::text as last from deleted""";

	private static final String ERASE = """
			with batch as (
				select booking_id from %1$s where %2$s = :id order by booking_id limit :limit for update),
			ended as (
				update notification n
				set status = 'EXPIRED', last_error = :reason, attempt_started_at = null, wait_status = null
				from batch
				where :notified and n.booking_id = batch.booking_id and n.status = 'PENDING' and n.recipient is null
				returning n.booking_id, n.event_type, n.channel),
			noted as (
			""" + HistoryTable.appendRowsOf(
			"select booking_id, event_type, 'notification expired', concat_ws(', ', channel, :reason) from ended")
			+ "),\n"
			+ """
					cleaned as (
						update booking_history h set detail = regexp_replace(h.detail, :word, '\\1' || :pseudonym || '\\2', 'g')
						from batch
						where h.booking_id = batch.booking_id and h.detail ~ :word
						returning 1),
					changed as (
						update %1$s b set %2$s = :pseudonym from batch where b.booking_id = batch.booking_id
						returning 1)
					select (select count(*) from changed) as bookings, (select count(*) from cleaned) as history,
						(select count(*) from ended) as notifications""";

	private static final String EXPORT = "select %s from %s where %s = :id";

	private static final String EXPORT_HISTORY = """
			select h.booking_id as "bookingId", h.event_type as "eventType", h.happened_at as "happenedAt", h.what, h.detail
			from booking_history h join %s b on b.booking_id = h.booking_id
			where b.%s = :id""";

	private final JdbcClient jdbc;

	private final String table;

	private final Person.Kind notified;

	private final String columns;

	private @Nullable String purgedUntil;

	/**
	 * Creates the access to a table.
	 * @param jdbc the database
	 * @param table the table's name
	 * @param notified whom the service notifies
	 * @param columns the columns of the export, with the names of the JSON fields
	 */
	public BookingTable(JdbcClient jdbc, String table, Person.Kind notified, String columns) {
		this.jdbc = jdbc;
		this.table = table;
		this.notified = notified;
		this.columns = columns;
	}

	Person.Kind notified() {
		return this.notified;
	}

	/**
	 * Creates the task that deletes bookings whose slot, or whose receipt if that is
	 * later, is longer ago than the retention.
	 * @param retention how long bookings are kept
	 * @return the task, to register as a bean
	 */
	public BackgroundTask purge(Duration retention) {
		return Purge.of("bookings", retention, this::purge);
	}

	/**
	 * Deletes old bookings, except those that another transaction has locked.
	 * @param ageInSeconds the minimum age in seconds
	 * @param limit how many rows to delete at most
	 * @return how many were deleted
	 */
	int purge(long ageInSeconds, int limit) {
		Purged purged = this.jdbc.sql(PURGE.formatted(this.table))
			.param("seconds", ageInSeconds)
			.param("from", this.purgedUntil, Types.VARCHAR)
			.param("limit", limit)
			.query(Purged.class)
			.single();
		this.purgedUntil = (purged.rows() == limit) ? purged.last() : null;
		return purged.rows();
	}

	@Override
	public Map<String, Integer> erase(Person person, String pseudonym, int limit) {
		return this.jdbc.sql(ERASE.formatted(this.table, column(person)))
			.param("id", person.id())
			.param("pseudonym", pseudonym)
			.param("limit", limit)
			.param("notified", person.kind() == this.notified)
			.param("reason", NotificationData.ERASED)
			.param("word", NotificationData.word(person.id()))
			.query((row, number) -> Map.of("bookings", row.getInt("bookings"), "history", row.getInt("history"),
					"notifications", row.getInt("notifications")))
			.single();
	}

	@Override
	public void export(Person person, PersonExport export) {
		Map<String, String> parameters = Map.of("id", person.id());
		String column = column(person);
		export.rows("bookings", EXPORT.formatted(this.columns, this.table, column), parameters);
		export.rows("history", EXPORT_HISTORY.formatted(this.table, column), parameters);
	}

	private static String column(Person person) {
		return switch (person.kind()) {
			case USER -> "user_id";
			case PROVIDER -> "provider_id";
		};
	}

	private record Purged(int rows, @Nullable String last) {

	}

}
