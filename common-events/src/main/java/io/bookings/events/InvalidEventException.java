package io.bookings.events;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An event or its JSON document breaks the contract; reading it again will not help. The
 * message lists paths and rules and never a value. There is never a cause, since a
 * parser's message may quote the document.
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
	 * Everything that is wrong, as far as it can be told: where a document cannot be read
	 * to its end, its fields are not judged.
	 * @return at least one violation, none twice; unmodifiable
	 */
	public List<Violation> violations() {
		return this.violations;
	}

}
