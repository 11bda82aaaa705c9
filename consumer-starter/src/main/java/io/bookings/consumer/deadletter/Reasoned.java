package io.bookings.consumer.deadletter;

import java.util.List;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;

/**
 * Who requests an action and why.
 *
 * @param who the authenticated name
 * @param why the reason, 1 to 500 characters
 */
public record Reasoned(String who, String why) {

	private static final int MAX = 500;

	/**
	 * Validates the reason.
	 * @throws InvalidRequestException if the reason is missing or too long
	 */
	public Reasoned {
		if (why.isBlank() || why.length() > MAX) {
			throw new InvalidRequestException(List.of(new Violation("why", "must have 1 to 500 characters")));
		}
		who = Printable.of(who);
		why = Printable.of(why.strip());
	}

}
