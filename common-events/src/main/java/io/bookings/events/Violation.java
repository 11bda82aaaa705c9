package io.bookings.events;

import java.io.Serializable;

/**
 * A rule that an event breaks, and where. It contains neither a value nor the name of an
 * unknown field, so it may be logged and sent anywhere.
 *
 * @param path the name of a field of the contract, or {@code $} for the whole document
 * @param rule the rule that is violated
 */
public record Violation(String path, Rule rule) implements Serializable {

	static final String DOCUMENT = "$";

	/**
	 * Returns path and rule in words, such as {@code bookingId is required}.
	 */
	@Override
	public String toString() {
		return this.path + ' ' + this.rule.description();
	}

}
