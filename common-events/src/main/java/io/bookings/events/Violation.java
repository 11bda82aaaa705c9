package io.bookings.events;

import java.io.Serializable;

/**
 * One thing that is wrong with an event. Carries no value and no unknown field's name, so
 * that it may be logged and sent anywhere.
 *
 * @param path the name of a field of the contract, or {@code $} for the document as a
 * whole
 * @param rule what is violated
 */
public record Violation(String path, Rule rule) implements Serializable {

	static final String DOCUMENT = "$";

	/**
	 * The violation in words.
	 * @return path and rule, such as {@code bookingId is required}
	 */
	@Override
	public String toString() {
		return this.path + ' ' + this.rule.description();
	}

}
