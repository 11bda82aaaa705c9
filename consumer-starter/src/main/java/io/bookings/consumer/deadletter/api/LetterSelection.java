package io.bookings.consumer.deadletter.api;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bookings.consumer.deadletter.LetterFilter;
import io.bookings.consumer.deadletter.LetterReason;
import io.bookings.consumer.deadletter.LetterState;
import io.bookings.consumer.web.RequestFields;
import org.jspecify.annotations.Nullable;

/**
 * A filter in a request.
 *
 * @param state the states; without them, open letters are selected
 * @param reason why they became dead letters
 * @param group the detail of a group
 * @param eventType the type that the body names
 * @param bookingId the booking's id
 * @param since the earliest time of collection
 * @param until the end of the times of collection, exclusive
 */
record LetterSelection(Set<LetterState> state, @Nullable LetterReason reason, @Nullable String group,
		@Nullable String eventType, @Nullable String bookingId, @Nullable Instant since, @Nullable Instant until) {

	/**
	 * Reads the filter of a JSON document.
	 * @throws io.bookings.consumer.web.InvalidRequestException with the broken rules
	 */
	@JsonCreator
	static LetterSelection of(@JsonProperty("state") @Nullable List<@Nullable String> state,
			@JsonProperty("reason") @Nullable String reason, @JsonProperty("group") @Nullable String group,
			@JsonProperty("eventType") @Nullable String eventType,
			@JsonProperty("bookingId") @Nullable String bookingId, @JsonProperty("since") @Nullable String since,
			@JsonProperty("until") @Nullable String until, @JsonAnySetter @Nullable Map<String, Object> unknown) {
		RequestFields fields = new RequestFields(unknown);
		LetterSelection selection = new LetterSelection(states(state, fields), reason(reason, fields), group, eventType,
				bookingId, fields.instant("since", since), fields.instant("until", until));
		fields.throwIfAnyIsBroken();
		return selection;
	}

	private static Set<LetterState> states(@Nullable List<@Nullable String> names, RequestFields fields) {
		Set<LetterState> states = EnumSet.noneOf(LetterState.class);
		for (String name : (names != null) ? names : List.of(LetterState.OPEN.name())) {
			Arrays.stream(LetterState.values())
				.filter((state) -> state.name().equals(name))
				.findFirst()
				.ifPresentOrElse(states::add, () -> fields.reject("state", "must be states of letters, as in OPEN"));
		}
		return states;
	}

	private static @Nullable LetterReason reason(@Nullable String code, RequestFields fields) {
		try {
			return (code != null) ? LetterReason.from(code) : null;
		}
		catch (IllegalArgumentException ex) {
			fields.reject("reason", "must be rejected, conflict, failed, moved or unknown");
			return null;
		}
	}

	LetterFilter filter() {
		return new LetterFilter(this.state, this.reason, this.group, this.eventType, this.bookingId, this.since,
				this.until);
	}

}
