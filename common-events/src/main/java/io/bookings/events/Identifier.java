package io.bookings.events;

/**
 * An identifier as the events carry it, for callers who name a booking, a user or a
 * provider by other ways than an event.
 *
 * @param value not blank, at most 128 characters, no control characters
 */
public record Identifier(String value) {

	/**
	 * Checks the identifier by the rules that hold for those in events.
	 * @throws InvalidEventException if it breaks a rule; the violations' path is
	 * {@code id}
	 */
	public Identifier {
		Violations violations = new Violations();
		violations.checkId("id", value);
		violations.throwIfAny();
	}

	/**
	 * @return the bare value
	 */
	@Override
	public String toString() {
		return this.value;
	}

}
