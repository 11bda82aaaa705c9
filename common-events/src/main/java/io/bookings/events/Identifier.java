package io.bookings.events;

/**
 * The identifier of a booking, a user or a provider, outside of an event. It follows the
 * same rules as the identifiers in events.
 *
 * @param value not blank, at most 128 characters, no control characters
 */
public record Identifier(String value) {

	/**
	 * Creates a valid identifier.
	 * @throws InvalidEventException if it breaks a rule; the violations' path is
	 * {@code id}
	 */
	public Identifier {
		Violations violations = new Violations();
		violations.checkId("id", value);
		violations.throwIfAny();
	}

	/**
	 * Returns the value.
	 */
	@Override
	public String toString() {
		return this.value;
	}

}
