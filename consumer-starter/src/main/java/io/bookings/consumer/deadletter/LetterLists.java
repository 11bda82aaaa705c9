package io.bookings.consumer.deadletter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The lists of letters, their groups, and one letter.
 */
final class LetterLists {

	private static final String COLUMNS = """
			id, state, reason, detail, detail_group, sent_by, consumer, message_id, source_message_id, event_type,
			booking_id, body_bytes, sent_at, failed_at, collected_at, previous_id, next_id, outcome, outcome_detail,
			closed_at""";

	/**
	 * Goes from group to group in their index. PostgreSQL would scan the table if most
	 * letters are open.
	 */
	private static final String OPEN_GROUPS = """
			with recursive open_groups as (
				(select reason, detail_group from dead_letter where state = 'OPEN'
					order by reason, detail_group limit 1)
				union all
				select following.* from open_groups, lateral (
					select reason, detail_group from dead_letter
					where state = 'OPEN' and (reason, detail_group) > (open_groups.reason, open_groups.detail_group)
					order by reason, detail_group limit 1) as following)
			select reason, detail_group, letters, oldest, newest from open_groups, lateral (
				select count(*) as letters, min(collected_at) as oldest, max(collected_at) as newest from dead_letter
				where state = 'OPEN' and dead_letter.reason = open_groups.reason
					and dead_letter.detail_group = open_groups.detail_group) as counted
			order by letters desc, reason, detail_group limit :rows""";

	private static final RowMapper<Letter> ROWS = (row, number) -> new Letter(row.getLong("id"),
			LetterState.valueOf(row.getString("state")), LetterReason.from(row.getString("reason")),
			row.getString("detail"), row.getString("detail_group"), row.getString("sent_by"), row.getString("consumer"),
			row.getString("message_id"), row.getString("source_message_id"), row.getString("event_type"),
			row.getString("booking_id"), row.getInt("body_bytes"), Columns.instant(row, "sent_at"),
			Columns.instantOrNull(row, "failed_at"), Columns.instant(row, "collected_at"),
			longOrNull(row, "previous_id"), longOrNull(row, "next_id"), row.getString("outcome"),
			row.getString("outcome_detail"), Columns.instantOrNull(row, "closed_at"));

	private final JdbcClient jdbc;

	LetterLists(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<Letter> find(LetterFilter filter, @Nullable Cursor after, int rows) {
		Cursor start = Cursor.orStart(after);
		return this.jdbc.sql(list(filter))
			.params(filter.parameters())
			.param("at", start.at().atOffset(ZoneOffset.UTC))
			.param("before", (after != null) ? number(after.id()) : Long.MAX_VALUE)
			.param("rows", rows)
			.query(ROWS)
			.list();
	}

	/**
	 * Returns the statement of a list, for a test of its plan.
	 */
	static String list(LetterFilter filter) {
		return "select " + COLUMNS + " from dead_letter where " + filter.condition()
				+ " and (collected_at, id) < (:at, :before) order by collected_at desc, id desc limit :rows";
	}

	private static long number(String id) {
		try {
			return Long.parseLong(id);
		}
		catch (NumberFormatException ex) {
			throw new InvalidRequestException(
					List.of(new Violation("after", "must be the value of next in a previous page")));
		}
	}

	List<LetterGroup> groups(LetterFilter filter, int rows) {
		return this.jdbc.sql(grouped(filter))
			.params(filter.parameters())
			.param("rows", rows)
			.query((row, number) -> new LetterGroup(LetterReason.from(row.getString("reason")),
					row.getString("detail_group"), row.getLong("letters"), Columns.instant(row, "oldest"),
					Columns.instant(row, "newest")))
			.list();
	}

	/**
	 * Returns the statement of the groups, for a test of its plan.
	 */
	static String grouped(LetterFilter filter) {
		return filter.equals(LetterFilter.in(LetterState.OPEN)) ? OPEN_GROUPS
				: """
						select reason, detail_group, count(*) as letters, min(collected_at) as oldest, max(collected_at) as newest
						from dead_letter where %s group by reason, detail_group order by letters desc, reason, detail_group
						limit :rows"""
					.formatted(filter.condition());
	}

	List<Long> ids(LetterFilter filter, int rows) {
		return this.jdbc
			.sql("select id from dead_letter where " + filter.condition() + " order by collected_at, id limit :rows")
			.params(filter.parameters())
			.param("rows", rows)
			.query((row, number) -> row.getLong("id"))
			.list();
	}

	Optional<Stored> get(long id) {
		return this.jdbc.sql("select " + COLUMNS + ", body, attributes from dead_letter where id = :id")
			.param("id", id)
			.query((row, number) -> new Stored(ROWS.mapRow(row, number), row.getString("body"),
					row.getString("attributes")))
			.optional();
	}

	private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	/**
	 * A letter as stored.
	 */
	record Stored(Letter letter, String body, String attributes) {

	}

}
