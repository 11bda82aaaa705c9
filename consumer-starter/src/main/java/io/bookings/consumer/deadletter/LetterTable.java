package io.bookings.consumer.deadletter;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table {@code dead_letter}: stores and finds letters.
 */
public class LetterTable {

	private static final String COLUMNS = """
			id, state, reason, detail, detail_group, sent_by, consumer, message_id, source_message_id, event_type,
			booking_id, body_bytes, sent_at, failed_at, collected_at, previous_id, next_id, outcome, outcome_detail,
			closed_at""";

	private static final String INSERT = """
			insert into dead_letter (message_id, source_message_id, body, body_sha256, body_bytes, attributes, reason,
				detail, detail_group, sent_by, consumer, event_type, booking_id, sent_at, failed_at)
			values (:messageId, :sourceMessageId, :body, :hash, :bytes, cast(:attributes as jsonb), :reason, :detail,
				:group, :sentBy, :consumer, :eventType, :bookingId, :sentAt, :failedAt)
			on conflict do nothing returning id""";

	/** Finds the letter whose redrive led to a new one. */
	private static final String BY_NUMBER = """
			select dead_letter_id from dead_letter_action where dead_letter_id = :id and token = :token""";

	private static final String BY_BODY = """
			select dead_letter_id from dead_letter_action join dead_letter on dead_letter.id = dead_letter_id
			where unnumbered_sha256 = :hash and next_id is null and dead_letter.state in ('SENDING', 'SENT', 'RETURNED')
			order by dead_letter_action.id limit 1""";

	private static final String LINK = """
			update dead_letter set next_id = :next, state = 'RETURNED', outcome = coalesce(outcome, :reason),
				outcome_detail = coalesce(outcome_detail, :detail), closed_at = coalesce(closed_at, clock_timestamp())
			where id = :id and next_id is null and state in ('REQUESTED', 'SENDING', 'SENT', 'RETURNED')""";

	private static final String END_ACTION = """
			update dead_letter_action set state = case when state = 'REQUESTED' then 'REPLACED' else 'DONE' end,
				outcome = :reason, detail = :detail, changed_at = clock_timestamp()
			where dead_letter_id = :id and state in ('REQUESTED', 'SENDING', 'SENT')""";

	private static final String OPEN_GROUPS = """
			with recursive known as (
				(select reason, detail_group from dead_letter where state = 'OPEN'
					order by reason, detail_group limit 1)
				union all
				select following.* from known, lateral (
					select reason, detail_group from dead_letter
					where state = 'OPEN' and (reason, detail_group) > (known.reason, known.detail_group)
					order by reason, detail_group limit 1) as following)
			select reason, detail_group, letters, oldest, newest from known, lateral (
				select count(*) as letters, min(collected_at) as oldest, max(collected_at) as newest from dead_letter
				where state = 'OPEN' and dead_letter.reason = known.reason
					and dead_letter.detail_group = known.detail_group) as counted
			order by letters desc, reason, detail_group limit :rows""";

	static final String COUNT = """
			select count(*) from dead_letter where state in ('OPEN', 'REQUESTED', 'SENDING', 'SENT')""";

	private static final String PURGE = """
			delete from dead_letter where id in (
				select id from dead_letter
				where closed_at < now() - make_interval(secs => :seconds)
				limit :limit for update skip locked)""";

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	/**
	 * Creates the access to the table.
	 * @param jdbc the database
	 * @param transaction begins transactions
	 */
	public LetterTable(JdbcClient jdbc, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	/**
	 * Stores letters in one transaction. One that is stored already is not stored again.
	 * @param letters returns the letters, called in the transaction
	 * @return how many are new
	 */
	int store(Supplier<List<CollectedLetter>> letters) {
		return Objects.requireNonNull(this.transaction.execute((status) -> {
			List<Successor> successors = letters.get()
				.stream()
				.sorted(Comparator.comparing(CollectedLetter::sourceMessageId))
				.map((letter) -> new Successor(letter, previous(letter).orElse(null)))
				.toList();
			lock(successors);
			int stored = 0;
			for (Successor successor : successors) {
				Optional<Long> id = insert(successor.letter());
				if (id.isPresent() && successor.previous() != null) {
					link(id.get(), successor.letter(), successor.previous());
				}
				stored += id.isPresent() ? 1 : 0;
			}
			return stored;
		}));
	}

	/**
	 * Locks the previous letters in the order in which all transactions lock them, to
	 * avoid deadlocks.
	 */
	private void lock(List<Successor> successors) {
		Object[] ids = successors.stream().map(Successor::previous).filter(Objects::nonNull).toArray();
		if (ids.length > 0) {
			this.jdbc.sql("select id from dead_letter where id = any(:ids) order by id for update")
				.param("ids", new SqlArrayValue("bigint", ids))
				.query((row) -> {
				});
		}
	}

	private Optional<Long> insert(CollectedLetter letter) {
		return this.jdbc.sql(INSERT)
			.param("messageId", letter.message().messageId())
			.param("sourceMessageId", letter.sourceMessageId())
			.param("body", letter.body())
			.param("hash", letter.hash())
			.param("bytes", letter.bytes())
			.param("attributes", LetterAttributes.write(letter.message()))
			.param("reason", letter.reason().code())
			.param("detail", letter.detail())
			.param("group", letter.group())
			.param("sentBy", letter.sentBy())
			.param("consumer", letter.consumer(), Types.VARCHAR)
			.param("eventType", letter.event().eventType(), Types.VARCHAR)
			.param("bookingId", letter.event().bookingId(), Types.VARCHAR)
			.param("sentAt", utc(letter.sentAt()))
			.param("failedAt", utc(letter.failedAt()), Types.TIMESTAMP_WITH_TIMEZONE)
			.query(Long.class)
			.optional();
	}

	private void link(long id, CollectedLetter letter, long previous) {
		this.jdbc.sql("update dead_letter set previous_id = :previous where id = :id")
			.param("previous", previous)
			.param("id", id)
			.update();
		int returned = this.jdbc.sql(LINK)
			.param("next", id)
			.param("reason", letter.reason().code())
			.param("detail", letter.detail())
			.param("id", previous)
			.update();
		if (returned > 0) {
			this.jdbc.sql(END_ACTION)
				.param("reason", letter.reason().code())
				.param("detail", letter.detail())
				.param("id", previous)
				.update();
		}
	}

	private Optional<Long> previous(CollectedLetter letter) {
		LetterNumber number = LetterNumber.of(letter.message());
		if (number != null) {
			return this.jdbc.sql(BY_NUMBER)
				.param("id", number.id())
				.param("token", number.token())
				.query(Long.class)
				.optional();
		}
		return this.jdbc.sql(BY_BODY).param("hash", letter.hash()).query(Long.class).optional();
	}

	List<Letter> find(LetterFilter filter, @Nullable Cursor after, int rows) {
		Cursor start = Cursor.orStart(after);
		return this.jdbc.sql(list(filter))
			.params(filter.parameters())
			.param("at", utc(start.at()))
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
					row.getString("detail_group"), row.getLong("letters"), instant(row, "oldest"),
					instant(row, "newest")))
			.list();
	}

	/**
	 * Returns the statement of the groups, for a test of its plan. For the open letters,
	 * it goes from group to group in their index: PostgreSQL would scan the table if most
	 * letters are open.
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

	/**
	 * Returns the sizes of letters in the order of their numbers.
	 */
	List<Size> sizes(List<Long> ids) {
		return this.jdbc.sql("select id, body_bytes from dead_letter where id = any(:ids) order by id")
			.param("ids", new SqlArrayValue("bigint", ids.toArray()))
			.query((row, number) -> new Size(row.getLong("id"), row.getInt("body_bytes")))
			.list();
	}

	/**
	 * Returns the bodies of letters in the order of their numbers.
	 */
	List<String> bodies(List<Long> ids) {
		return this.jdbc.sql("select body from dead_letter where id = any(:ids) order by id")
			.param("ids", new SqlArrayValue("bigint", ids.toArray()))
			.query((row, number) -> row.getString("body"))
			.list();
	}

	/**
	 * Counts the letters for which something is left to do.
	 */
	long unsettled() {
		return this.jdbc.sql(COUNT).query(Long.class).single();
	}

	/**
	 * Deletes letters that were closed before the age, with what was decided about them.
	 * @param ageInSeconds the age in seconds
	 * @param limit how many letters to delete at most
	 * @return how many were deleted
	 */
	public int purge(long ageInSeconds, int limit) {
		return this.jdbc.sql(PURGE).param("seconds", ageInSeconds).param("limit", limit).update();
	}

	private static final RowMapper<Letter> ROWS = (row, number) -> new Letter(row.getLong("id"),
			LetterState.valueOf(row.getString("state")), LetterReason.from(row.getString("reason")),
			row.getString("detail"), row.getString("detail_group"), row.getString("sent_by"), row.getString("consumer"),
			row.getString("message_id"), row.getString("source_message_id"), row.getString("event_type"),
			row.getString("booking_id"), row.getInt("body_bytes"), instant(row, "sent_at"),
			instantOrNull(row, "failed_at"), instant(row, "collected_at"), longOrNull(row, "previous_id"),
			longOrNull(row, "next_id"), row.getString("outcome"), row.getString("outcome_detail"),
			instantOrNull(row, "closed_at"));

	private static Instant instant(ResultSet row, String column) throws SQLException {
		return row.getObject(column, OffsetDateTime.class).toInstant();
	}

	private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
		OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
		return (time != null) ? time.toInstant() : null;
	}

	private static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
		long value = row.getLong(column);
		return row.wasNull() ? null : value;
	}

	private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
		return (time != null) ? time.atOffset(ZoneOffset.UTC) : null;
	}

	static byte[] hash(String body) {
		return CollectedLetter.sha256(body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A letter as stored.
	 */
	record Stored(Letter letter, String body, String attributes) {

	}

	/**
	 * A new letter, and the letter whose redrive led to it, if there is one.
	 */
	private record Successor(CollectedLetter letter, @Nullable Long previous) {

	}

	/**
	 * The size of a letter's body.
	 */
	record Size(long id, int bytes) {

	}

}
