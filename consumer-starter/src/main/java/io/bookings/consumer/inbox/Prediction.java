package io.bookings.consumer.inbox;

import java.util.List;

import io.bookings.events.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to a message if it was received now.
 *
 * @param outcome the outcome
 * @param detail the outcome in words
 * @param bookingId the booking's id, or {@code null} if the body is not a valid event
 * @param violations the rules that the body breaks
 * @param differences the fields in which it differs from the stored event, if it
 * conflicts and the service knows the stored event
 */
public record Prediction(Outcome outcome, String detail, @Nullable String bookingId, List<Violation> violations,
		List<Difference> differences) {

	/**
	 * A field with two values.
	 *
	 * @param field the field's name
	 * @param stored the value of the stored event
	 * @param received the value of the message
	 */
	public record Difference(String field, String stored, String received) {

	}

}
