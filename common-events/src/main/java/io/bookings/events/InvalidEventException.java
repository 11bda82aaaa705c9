package io.bookings.events;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if an event or its JSON document breaks the contract. The failure is permanent.
 * The message lists paths and rules, never values. There is no cause, because a parser's
 * message may quote the document.
 */
public final class InvalidEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final List<Violation> violations;

	InvalidEventException(List<Violation> violations) {
		super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
		this.violations = List.copyOf(violations);
	}

	InvalidEventException(Rule violatedByDocument) {
		this(List.of(new Violation(Violation.DOCUMENT, violatedByDocument)));
	}

	/**
	 * All violations. The fields of a document that cannot be read to its end are not
	 * checked.
	 * @return at least one violation, without duplicates; unmodifiable
	 */
	public List<Violation> violations() {
		return this.violations;
	}

}
