package io.bookings.consumer.notification;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if a contact breaks rules. The message lists fields and rules, without values.
 */
public final class InvalidContactException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final List<Violation> violations;

	InvalidContactException(List<Violation> violations) {
		super(violations.stream()
			.map((violation) -> violation.field() + " " + violation.rule())
			.collect(Collectors.joining("; ")));
		this.violations = List.copyOf(violations);
	}

	/**
	 * Returns the broken rules.
	 * @return at least one violation; unmodifiable
	 */
	public List<Violation> violations() {
		return this.violations;
	}

	/**
	 * A broken rule.
	 *
	 * @param field the field's name in JSON
	 * @param rule the rule in words that follow the field's name, such as
	 * {@code is required}
	 */
	public record Violation(String field, String rule) implements Serializable {

	}

}
