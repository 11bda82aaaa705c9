package io.bookings.consumer.deadletter;

import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The table {@code dead_letter}: stores, counts and purges letters.
 */
public class LetterTable {

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

	private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
		return (time != null) ? time.atOffset(ZoneOffset.UTC) : null;
	}

	static byte[] hash(String body) {
		return CollectedLetter.sha256(body.getBytes(StandardCharsets.UTF_8));
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
