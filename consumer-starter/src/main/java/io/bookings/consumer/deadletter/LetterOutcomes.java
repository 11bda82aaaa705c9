package io.bookings.consumer.deadletter;

import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.bookings.consumer.inbox.Outcome;
import io.bookings.consumer.inbox.RedriveOutcomes;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Records the outcomes of redriven messages in the letters whose numbers they carry.
 */
public class LetterOutcomes implements RedriveOutcomes {

	/**
	 * A message that had no room for the number is known by its content.
	 */
	private static final String BY_BODY = """
			select dead_letter_id, token from dead_letter_action
			where unnumbered_sha256 = :hash and outcome is null order by id limit 1""";

	private static final String LOCK = "select state from dead_letter where id = :id for update";

	private static final String END_ACTION = """
			update dead_letter_action set state = 'DONE', outcome = :outcome, detail = :detail,
				changed_at = clock_timestamp()
			where dead_letter_id = :id and token = :token and outcome is null
				and state in ('SENDING', 'SENT', 'REPLACED')""";

	private static final String CLOSE = """
			update dead_letter set state = :state, outcome = :outcome, outcome_detail = :detail,
				closed_at = clock_timestamp()
			where id = :id and state in ('REQUESTED', 'SENDING', 'SENT')""";

	/** An earlier message was consumed, so another one is not needed. */
	private static final String END_OTHERS = """
			update dead_letter_action set state = 'REPLACED', detail = 'A message that was sent earlier was consumed',
				changed_at = clock_timestamp()
			where dead_letter_id = :id and state = 'REQUESTED'""";

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	/**
	 * Creates the record.
	 * @param jdbc the database
	 * @param transaction joins or begins transactions
	 */
	public LetterOutcomes(JdbcClient jdbc, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	@Override
	public void record(List<Settled> settled) {
		List<Numbered> redriven = new ArrayList<>(0);
		for (Settled one : settled) {
			LetterNumber number = LetterNumber.of(one.message());
			if (number != null) {
				redriven.add(new Numbered(number.id(), number.token(), one.outcome(), one.detail()));
			}
			else if (LetterAttributes.isFull(one.message())) {
				Numbered found = byBody(one.message(), one);
				if (found != null) {
					redriven.add(found);
				}
			}
		}
		if (redriven.isEmpty()) {
			return; // nearly always
		}
		redriven.sort(Comparator.comparingLong(Numbered::id)); // no deadlocks
		this.transaction.executeWithoutResult((status) -> redriven.forEach(this::record));
	}

	private @Nullable Numbered byBody(Message message, Settled settled) {
		return this.jdbc.sql(BY_BODY)
			.param("hash", LetterTable.hash(message.body()))
			.query((row, number) -> new Numbered(row.getLong("dead_letter_id"), row.getObject("token", UUID.class),
					settled.outcome(), settled.detail()))
			.optional()
			.orElse(null);
	}

	private void record(Numbered redriven) {
		this.jdbc.sql(LOCK).param("id", redriven.id()).query(String.class).list();
		int ended = this.jdbc.sql(END_ACTION)
			.param("outcome", redriven.outcome().code())
			.param("detail", redriven.detail(), Types.VARCHAR)
			.param("id", redriven.id())
			.param("token", redriven.token())
			.update();
		if (ended == 0) {
			return;
		}
		int closed = this.jdbc.sql(CLOSE)
			.param("state", (redriven.outcome().isDeadLettered() ? LetterState.RETURNED : LetterState.RESOLVED).name())
			.param("outcome", redriven.outcome().code())
			.param("detail", redriven.detail(), Types.VARCHAR)
			.param("id", redriven.id())
			.update();
		if (closed > 0) {
			this.jdbc.sql(END_OTHERS).param("id", redriven.id()).update();
		}
	}

	private record Numbered(long id, UUID token, Outcome outcome, String detail) {

	}

}
