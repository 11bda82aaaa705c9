package io.bookings.consumer.deadletter;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What would happen to a dead letter if it was sent to the source queue now.
 *
 * @param id the letter's number
 * @param outcome {@code processed}, {@code duplicate}, {@code ignored}, {@code conflict},
 * {@code rejected}, {@code failed}, or {@code retried} if it would fail for a reason that
 * can pass
 * @param detail the outcome in words
 * @param bookingId the booking's id, if the body is a valid event
 * @param rules the rules that the body breaks, if it would be rejected
 * @param differences the fields in which it differs from the stored event, if it
 * conflicts and the service knows the stored event
 */
public record Verdict(long id, String outcome, String detail, @Nullable String bookingId, List<BrokenRule> rules,
		List<Difference> differences) {

	/**
	 * Copies the lists.
	 */
	public Verdict {
		rules = List.copyOf(rules);
		differences = List.copyOf(differences);
	}

	/**
	 * A field with two values.
	 *
	 * @param field the name of the field
	 * @param stored the value of the stored event
	 * @param letter the value in the letter
	 */
	public record Difference(String field, String stored, String letter) {

	}

}
