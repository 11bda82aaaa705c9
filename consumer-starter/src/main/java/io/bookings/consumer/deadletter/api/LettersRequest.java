package io.bookings.consumer.deadletter.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.StateConflictException;
import io.bookings.consumer.web.RequestFields;
import org.jspecify.annotations.Nullable;

/**
 * A request about several letters: those with the numbers, or those that a filter selects
 * before a time.
 *
 * @param ids the numbers of the letters; empty if there is a filter
 * @param filter selects the letters
 * @param count how many letters the filter is expected to select
 * @param why the reason for the request, at most 500 characters; not used for a dry run
 * @param perSecond the maximum number of letters per second, for a redrive
 * @param force whether letters that were sent and whose outcome is not known are included
 */
record LettersRequest(List<Long> ids, @Nullable LetterSelection filter, @Nullable Integer count, String why,
		int perSecond, boolean force) {

	/**
	 * Reads the request of a JSON document.
	 * @throws io.bookings.consumer.web.InvalidRequestException with the broken rules
	 */
	@JsonCreator
	static LettersRequest of(@JsonProperty("ids") @Nullable List<@Nullable Object> ids,
			@JsonProperty("filter") @Nullable LetterSelection filter, @JsonProperty("count") @Nullable Object count,
			@JsonProperty("why") @Nullable String why, @JsonProperty("perSecond") @Nullable Object perSecond,
			@JsonProperty("force") @Nullable Object force, @JsonAnySetter @Nullable Map<String, Object> unknown) {
		RequestFields fields = new RequestFields(unknown);
		if ((ids == null) == (filter == null)) {
			fields.reject("ids", "must be set, or filter instead");
		}
		if (filter != null && filter.until() == null) {
			fields.reject("filter.until", "is required: set it to the time at which you looked at the letters");
		}
		Integer rate = number("perSecond", perSecond, fields);
		LettersRequest request = new LettersRequest(numbers(ids, fields), filter, number("count", count, fields),
				(why != null) ? why : "", (rate != null) ? rate : DeadLetters.DEFAULT_PER_SECOND,
				fields.flag("force", force));
		fields.throwIfAnyIsBroken();
		return request;
	}

	private static List<Long> numbers(@Nullable List<@Nullable Object> values, RequestFields fields) {
		List<Long> numbers = new ArrayList<>();
		for (Object value : (values != null) ? values : List.of()) {
			if (value instanceof Integer || value instanceof Long) {
				numbers.add(((Number) value).longValue());
			}
			else {
				fields.reject("ids", "must be numbers");
				return numbers;
			}
		}
		return numbers;
	}

	private static @Nullable Integer number(String field, @Nullable Object value, RequestFields fields) {
		if (value == null || value instanceof Integer) {
			return (Integer) value;
		}
		fields.reject(field, "must be a number");
		return null;
	}

	/**
	 * Returns the numbers of the letters.
	 * @throws StateConflictException if the filter does not select the expected number
	 */
	List<Long> ids(DeadLetters letters) {
		if (this.filter == null) {
			return this.ids;
		}
		List<Long> selected = letters.ids(this.filter.filter());
		if (this.count != null && this.count != selected.size()) {
			throw new StateConflictException(
					"The filter selects %d letters now, not %d, so nothing was changed: look again"
						.formatted(selected.size(), this.count),
					List.of());
		}
		return selected;
	}

}
