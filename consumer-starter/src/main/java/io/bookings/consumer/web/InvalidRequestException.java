package io.bookings.consumer.web;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown if fields or parameters of a request break rules. The response has the status
 * 400 and lists them. The message contains no values.
 */
public final class InvalidRequestException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final List<Violation> violations;

	/**
	 * Creates the exception.
	 * @param violations the broken rules, at least one
	 */
	public InvalidRequestException(List<Violation> violations) {
		super(violations.stream()
			.map((violation) -> violation.field() + " " + violation.rule())
			.collect(Collectors.joining("; ")));
		this.violations = List.copyOf(violations);
	}

	public List<Violation> violations() {
		return this.violations;
	}

	/**
	 * A broken rule.
	 *
	 * @param field the name of the field or parameter
	 * @param rule the rule in words that follow the name, such as {@code is required}
	 */
	public record Violation(String field, String rule) implements Serializable {

	}

}
