package io.bookings.consumer.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.events.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request's body and collects the rules that they break. Unknown
 * fields and values of other types are refused, because a request with fewer conditions,
 * or without {@code dryRun}, has more effect.
 */
public final class RequestFields {

	private final List<Violation> broken = new ArrayList<>();

	/**
	 * Begins a request.
	 * @param unknown the fields that the request must not have
	 */
	public RequestFields(@Nullable Map<String, Object> unknown) {
		if (unknown != null) {
			unknown.keySet().forEach((name) -> reject(Printable.of(name), "is not a known field"));
		}
	}

	/**
	 * Adds a broken rule.
	 * @param field the name of the field
	 * @param rule the rule in words that follow the name
	 */
	public void reject(String field, String rule) {
		this.broken.add(new Violation(field, rule));
	}

	/**
	 * Reads a flag.
	 * @param field the name of the field
	 * @param value its value, or {@code null}
	 * @return {@code false} if it is missing
	 */
	public boolean flag(String field, @Nullable Object value) {
		if (value != null && !(value instanceof Boolean)) {
			reject(field, "must be true or false");
		}
		return Boolean.TRUE.equals(value);
	}

	/**
	 * Reads an instant.
	 * @param field the name of the field
	 * @param text its value, or {@code null}
	 * @return the instant, or {@code null} if it is missing
	 */
	public @Nullable Instant instant(String field, @Nullable String text) {
		try {
			return (text != null) ? OffsetDateTime.parse(text).toInstant() : null;
		}
		catch (DateTimeException ex) {
			reject(field, Rule.NOT_A_DATE_TIME.description());
			return null;
		}
	}

	/**
	 * Ends the reading.
	 * @throws InvalidRequestException if a rule is broken
	 */
	public void throwIfAnyIsBroken() {
		if (!this.broken.isEmpty()) {
			throw new InvalidRequestException(this.broken);
		}
	}

}
