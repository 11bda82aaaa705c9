package io.bookings.consumer.deadletter;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.consumer.web.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Selects dead letters. Each condition is optional.
 *
 * @param states the states to select; empty selects all
 * @param reason why they became dead letters
 * @param group the detail with its values left out, as in {@link LetterGroup#detail()}
 * @param eventType the type that the body names
 * @param bookingId the booking's id
 * @param since the earliest time of collection
 * @param until the end of the times of collection, exclusive
 */
public record LetterFilter(Set<LetterState> states, @Nullable LetterReason reason, @Nullable String group,
		@Nullable String eventType, @Nullable String bookingId, @Nullable Instant since, @Nullable Instant until) {

	/**
	 * Validates the filter.
	 * @throws InvalidRequestException with all broken rules
	 */
	public LetterFilter {
		states = Set.copyOf(states);
		List<Violation> broken = TimeRange.violations(since, until);
		if (!broken.isEmpty()) {
			throw new InvalidRequestException(broken);
		}
	}

	/**
	 * Selects the letters in some states.
	 * @param states the states
	 * @return the filter
	 */
	public static LetterFilter in(LetterState... states) {
		return new LetterFilter(Set.of(states), null, null, null, null, null, null);
	}

	/**
	 * Selects the letters of a booking, in any state.
	 * @param bookingId the booking's id
	 * @return the filter
	 */
	public static LetterFilter of(String bookingId) {
		return new LetterFilter(Set.of(), null, null, null, bookingId, null, null);
	}

	/**
	 * Returns the same filter for other states.
	 */
	LetterFilter withStates(Collection<LetterState> others) {
		return new LetterFilter(Set.copyOf(others), this.reason, this.group, this.eventType, this.bookingId, this.since,
				this.until);
	}

	/**
	 * Returns the condition in SQL. States and reasons are literals, because PostgreSQL
	 * uses a partial index only if it knows them when it plans the statement.
	 */
	String condition() {
		List<String> terms = new ArrayList<>(List.of("true"));
		if (!this.states.isEmpty()) {
			terms.add("state " + this.states.stream()
				.sorted()
				.map((state) -> "'" + state.name() + "'")
				.collect(Collectors.joining(", ", (this.states.size() == 1) ? "= " : "in (",
						(this.states.size() == 1) ? "" : ")")));
		}
		if (this.reason != null) {
			terms.add("reason = '" + this.reason.code() + "'");
		}
		add(terms, "detail_group = :group", this.group);
		add(terms, "event_type = :eventType", this.eventType);
		add(terms, "booking_id = :bookingId", this.bookingId);
		add(terms, "collected_at >= :since", this.since);
		add(terms, "collected_at < :until", this.until);
		return String.join(" and ", terms);
	}

	private static void add(List<String> terms, String term, @Nullable Object value) {
		if (value != null) {
			terms.add(term);
		}
	}

	/**
	 * Returns the parameters of {@link #condition()}.
	 */
	Map<String, Object> parameters() {
		Map<String, Object> parameters = new HashMap<>();
		put(parameters, "group", this.group);
		put(parameters, "eventType", this.eventType);
		put(parameters, "bookingId", this.bookingId);
		put(parameters, "since", (this.since != null) ? this.since.atOffset(ZoneOffset.UTC) : null);
		put(parameters, "until", (this.until != null) ? this.until.atOffset(ZoneOffset.UTC) : null);
		return parameters;
	}

	private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
		if (value != null) {
			parameters.put(name, value);
		}
	}

}
