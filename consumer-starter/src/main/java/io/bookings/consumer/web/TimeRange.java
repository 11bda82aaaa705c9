package io.bookings.consumer.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.events.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The parameters {@code since} and {@code until} of a list. The limits are those of the
 * times in events: {@link Rule#OUT_OF_RANGE}.
 */
public final class TimeRange {

	private static final Instant MIN = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant MAX = Instant.parse("2200-01-01T00:00:00Z");

	private TimeRange() {
	}

	/**
	 * Validates a range.
	 * @param since the earliest time, or {@code null}
	 * @param until the end, exclusive, or {@code null}
	 * @return all broken rules
	 */
	public static List<Violation> violations(@Nullable Instant since, @Nullable Instant until) {
		List<Violation> broken = new ArrayList<>();
		if (isOutOfRange(since)) {
			broken.add(new Violation("since", Rule.OUT_OF_RANGE.description()));
		}
		if (isOutOfRange(until)) {
			broken.add(new Violation("until", Rule.OUT_OF_RANGE.description()));
		}
		else if (since != null && until != null && since.isAfter(until)) {
			broken.add(new Violation("since", "must not be after until"));
		}
		return broken;
	}

	private static boolean isOutOfRange(@Nullable Instant time) {
		return time != null && (time.isBefore(MIN) || !time.isBefore(MAX));
	}

}
