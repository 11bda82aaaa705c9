package io.bookings.consumer.deadletter;

import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.bookings.consumer.database.Columns;
import io.bookings.consumer.deadletter.LetterAction.Kind;
import io.bookings.consumer.deadletter.StateConflictException.LetterInState;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.server.ResponseStatusException;

/**
 * The table {@code dead_letter_action}: what people have decided about letters. A request
 * is stored for all of its letters or for none.
 */
class LetterActions {

	private static final String LOCK = """
			select id, state from dead_letter where id = any(:ids) order by id for update""";

	private static final String REPLACE = """
			update dead_letter_action set state = 'REPLACED', detail = 'A later action was forced',
				changed_at = clock_timestamp()
			where dead_letter_id = any(:ids) and state in ('SENDING', 'SENT')""";

	private static final String INSERT = """
			insert into dead_letter_action (request_id, dead_letter_id, kind, requested_by, why, state, send_after,
				per_second, body)
			select :requestId, id, :kind, :who, :why, :state,
				clock_timestamp() + make_interval(secs => (number - 1)::double precision / :perSecond), :perSecond,
				:body
			from unnest(:ids) with ordinality as t (id, number)""";

	private static final String MARK = """
			update dead_letter set state = :state, outcome = null, outcome_detail = null,
				closed_at = case when :state = 'DISCARDED' then clock_timestamp() end
			where id = any(:ids)""";

	private static final String OF_LETTER = """
			select id, request_id, kind, requested_by, why, requested_at, state, message_id, outcome, detail,
				changed_at, body
			from dead_letter_action where dead_letter_id = :id order by id""";

	private static final String OF_REQUEST = """
			select kind, requested_by, why, min(requested_at) as requested_at, state, outcome, count(*) as letters
			from dead_letter_action where request_id = :requestId
			group by kind, requested_by, why, state, outcome""";

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	LetterActions(JdbcClient jdbc, TransactionOperations transaction) {
		this.jdbc = jdbc;
		this.transaction = transaction;
	}

	/**
	 * Stores a request.
	 * @param ids the letters
	 * @param body the corrected body of a repair
	 * @throws StateConflictException if one of the letters is not in a state that allows
	 * it
	 */
	Requested request(Kind kind, Collection<Long> ids, @Nullable String body, Reasoned reasoned, int perSecond,
			boolean force) {
		UUID requestId = UUID.randomUUID();
		SqlArrayValue sorted = new SqlArrayValue("bigint", new TreeSet<>(ids).toArray());
		this.transaction.executeWithoutResult((status) -> {
			check(lock(sorted), new TreeSet<>(ids).size(), force);
			if (force) {
				this.jdbc.sql(REPLACE).param("ids", sorted).update();
			}
			this.jdbc.sql(INSERT)
				.param("requestId", requestId)
				.param("kind", kind.name())
				.param("who", reasoned.who())
				.param("why", reasoned.why())
				.param("state", (kind == Kind.DISCARD) ? "DONE" : "REQUESTED")
				.param("perSecond", perSecond)
				.param("body", body, Types.VARCHAR)
				.param("ids", sorted)
				.update();
			this.jdbc.sql(MARK)
				.param("state", ((kind == Kind.DISCARD) ? LetterState.DISCARDED : LetterState.REQUESTED).name())
				.param("ids", sorted)
				.update();
		});
		return find(requestId).orElseThrow();
	}

	private List<LetterInState> lock(SqlArrayValue ids) {
		return this.jdbc.sql(LOCK)
			.param("ids", ids)
			.query((row, number) -> new LetterInState(row.getLong("id"), LetterState.valueOf(row.getString("state"))))
			.list();
	}

	private static void check(List<LetterInState> letters, int expected, boolean force) {
		if (letters.size() < expected) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND,
					"%d of the letters do not exist".formatted(expected - letters.size()));
		}
		List<LetterInState> others = letters.stream()
			.filter((letter) -> letter.state() != LetterState.OPEN
					&& !(force && (letter.state() == LetterState.SENDING || letter.state() == LetterState.SENT)))
			.toList();
		if (!others.isEmpty()) {
			throw new StateConflictException(sentence(others), others);
		}
	}

	private static String sentence(List<LetterInState> others) {
		boolean uncertain = others.stream()
			.allMatch((letter) -> letter.state() == LetterState.SENDING || letter.state() == LetterState.SENT);
		String sentence = "%d of the letters are not OPEN, so nothing was changed".formatted(others.size());
		return uncertain ? sentence + ": they were sent, and their outcome is not known yet. Set force to true only "
				+ "if they are not in the source queue" : sentence;
	}

	List<LetterAction> ofLetter(long id) {
		return this.jdbc.sql(OF_LETTER)
			.param("id", id)
			.query((row, number) -> new LetterAction(row.getLong("id"), row.getObject("request_id", UUID.class),
					Kind.valueOf(row.getString("kind")), row.getString("requested_by"), row.getString("why"),
					Columns.instant(row, "requested_at"), row.getString("state"), row.getString("message_id"),
					row.getString("outcome"), row.getString("detail"), Columns.instant(row, "changed_at"),
					row.getString("body")))
			.list();
	}

	Optional<Requested> find(UUID requestId) {
		List<Part> parts = this.jdbc.sql(OF_REQUEST)
			.param("requestId", requestId)
			.query((row, number) -> new Part(Kind.valueOf(row.getString("kind")), row.getString("requested_by"),
					row.getString("why"), Columns.instant(row, "requested_at"), row.getString("state"),
					row.getString("outcome"), row.getLong("letters")))
			.list();
		if (parts.isEmpty()) {
			return Optional.empty();
		}
		Map<String, Long> states = new TreeMap<>();
		Map<String, Long> outcomes = new TreeMap<>();
		for (Part part : parts) {
			states.merge(part.state(), part.letters(), Long::sum);
			if (part.outcome() != null) {
				outcomes.merge(part.outcome(), part.letters(), Long::sum);
			}
		}
		Part any = parts.getFirst();
		Instant requestedAt = parts.stream().map(Part::requestedAt).min(Instant::compareTo).orElseThrow();
		return Optional.of(new Requested(requestId, any.kind(), any.requestedBy(), any.why(), requestedAt,
				parts.stream().mapToLong(Part::letters).sum(), states, outcomes));
	}

	/**
	 * The letters of a request in one state.
	 */
	private record Part(Kind kind, String requestedBy, String why, Instant requestedAt, String state,
			@Nullable String outcome, long letters) {

	}

}
