package io.bookings.consumer.deadletter;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

import io.bookings.consumer.deadletter.LetterAction.Kind;
import io.bookings.consumer.inbox.Predictor;
import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The dead letters of the service, and what can be done with them.
 */
public class DeadLetters {

	/** The maximum number of letters of one request. */
	public static final int MAX_LETTERS = 10_000;

	/** The maximum number of letters that a redrive sends per second. */
	public static final int MAX_PER_SECOND = 300;

	/** How many letters a redrive sends per second if nothing else is requested. */
	public static final int DEFAULT_PER_SECOND = 50;

	private static final int GROUPS = 200;

	private final LetterLists lists;

	private final LetterActions actions;

	private final LetterPredictions predictions;

	/**
	 * Creates the access to the letters.
	 * @param table the letters
	 * @param jdbc the database
	 * @param transaction begins transactions
	 * @param predictor predicts outcomes
	 */
	public DeadLetters(LetterTable table, JdbcClient jdbc, TransactionOperations transaction, Predictor<?> predictor) {
		this.lists = new LetterLists(jdbc);
		this.actions = new LetterActions(jdbc, transaction);
		this.predictions = new LetterPredictions(table, predictor);
	}

	/**
	 * Finds letters, newest first.
	 * @param filter selects them
	 * @param limit the size of the page
	 * @param after the end of the previous page, or {@code null} for the first page
	 * @return a page
	 */
	public Page<Letter> find(LetterFilter filter, PageSize limit, @Nullable Cursor after) {
		return Page.of(this.lists.find(filter, after, limit.rows()), limit, Letter::cursor, (letter) -> letter);
	}

	/**
	 * Counts letters by reason and detail, largest group first.
	 * @param filter selects the letters
	 * @return the groups, at most 200
	 */
	public List<LetterGroup> groups(LetterFilter filter) {
		return this.lists.groups(filter, GROUPS);
	}

	/**
	 * Reads a letter with its body.
	 * @param id the letter's number
	 * @return the letter, empty if there is none with this number
	 */
	public Optional<LetterDetails> get(long id) {
		return this.lists.get(id).map((stored) -> {
			Verdict invalid = this.predictions.invalid(id, stored.body());
			return new LetterDetails(stored.letter(), stored.body(), LetterAttributes.read(stored.attributes()),
					(invalid != null) ? invalid.rules() : List.of(), this.actions.ofLetter(id));
		});
	}

	/**
	 * Returns the numbers of letters, oldest first. A filter with {@code until} in the
	 * past selects no letter that arrives later.
	 * @param filter selects the letters
	 * @return at most {@link #MAX_LETTERS} numbers
	 */
	public List<Long> ids(LetterFilter filter) {
		return this.lists.ids(filter, MAX_LETTERS);
	}

	/**
	 * Predicts what would happen to letters if they were sent now, one after the other.
	 * The code that consumes messages computes it, in transactions that are rolled back.
	 * @param ids the letters, at most {@link #MAX_LETTERS}
	 * @param progress called with each verdict as soon as it is known
	 * @return the verdicts
	 */
	public DryRun dryRun(List<Long> ids, Consumer<Verdict> progress) {
		requireLimit(ids);
		return this.predictions.dryRun(ids, progress);
	}

	/**
	 * Predicts what would happen if a corrected body was sent instead of a letter.
	 * @param id the letter's number
	 * @param body the corrected body
	 * @return the verdict
	 */
	public Verdict dryRun(long id, String body) {
		return this.predictions.dryRun(id, body);
	}

	/**
	 * Requests to send letters to the source queue.
	 * @param ids the letters, at most {@link #MAX_LETTERS}
	 * @param reasoned who requests it and why
	 * @param perSecond the maximum number of letters per second, 1 to
	 * {@link #MAX_PER_SECOND}
	 * @param force whether letters that were sent and whose outcome is not known are sent
	 * again
	 * @return the request
	 * @throws StateConflictException if one of them is not open; nothing is sent then
	 */
	public Requested redrive(List<Long> ids, Reasoned reasoned, int perSecond, boolean force) {
		requireSome(ids);
		if (perSecond < 1 || perSecond > MAX_PER_SECOND) {
			throw invalid("perSecond", "must be from 1 to " + MAX_PER_SECOND);
		}
		return this.actions.request(Kind.REDRIVE, ids, null, reasoned, perSecond, force);
	}

	/**
	 * Requests to send a corrected body instead of a letter.
	 * @param id the letter's number
	 * @param body the corrected body
	 * @param reasoned who requests it and why
	 * @param force whether it is also sent if the letter was sent and its outcome is not
	 * known
	 * @return the request
	 * @throws io.bookings.consumer.web.InvalidRequestException with all rules that the
	 * body breaks
	 * @throws StateConflictException if the letter is not open
	 */
	public Requested repair(long id, String body, Reasoned reasoned, boolean force) {
		Verdict invalid = this.predictions.invalid(id, body);
		if (invalid != null) {
			throw new InvalidRequestException(invalid.rules().isEmpty()
					? List.of(new Violation("body", "is not accepted: " + invalid.detail()))
					: invalid.rules().stream().map((rule) -> new Violation(rule.field(), rule.rule())).toList());
		}
		return this.actions.request(Kind.REPAIR, List.of(id), Storable.of(body), reasoned, MAX_PER_SECOND, force);
	}

	/**
	 * Closes letters without sending them. They are kept until the end of their
	 * retention.
	 * @param ids the letters, at most {@link #MAX_LETTERS}
	 * @param reasoned who requests it and why
	 * @param force whether letters that were sent and whose outcome is not known are
	 * closed as well
	 * @return the request
	 * @throws StateConflictException if one of them is not open; nothing is closed then
	 */
	public Requested discard(List<Long> ids, Reasoned reasoned, boolean force) {
		requireSome(ids);
		return this.actions.request(Kind.DISCARD, ids, null, reasoned, MAX_PER_SECOND, force);
	}

	/**
	 * Returns how far a request is.
	 * @param requestId the request
	 * @return the request, empty if there is none
	 */
	public Optional<Requested> request(UUID requestId) {
		return this.actions.find(requestId);
	}

	private static void requireSome(List<Long> ids) {
		requireLimit(ids);
		if (ids.isEmpty()) {
			throw new StateConflictException("There is no such letter, so nothing was changed", List.of());
		}
	}

	private static void requireLimit(List<Long> ids) {
		if (ids.size() > MAX_LETTERS) {
			throw invalid("ids", "must name at most " + MAX_LETTERS + " letters");
		}
	}

	private static InvalidRequestException invalid(String field, String rule) {
		return new InvalidRequestException(List.of(new Violation(field, rule)));
	}

}
