package io.bookings.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Collects what an event violates. The constructor of an event checks each of its fields
 * and then calls {@link #throwIfAny()}.
 */
public final class Violations {

	private static final int MAX_ID_LENGTH = 128;

	private static final Instant MIN_INSTANT = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant MAX_INSTANT = Instant.parse("2200-01-01T00:00:00Z");

	/* Null until the first violation, because nearly every event is valid. */
	private @Nullable List<Violation> found;

	/**
	 * Checks that a field has a value and that the value follows the rules for the field.
	 * @param <T> the type of the field's values
	 * @param field the field
	 * @param value the value, or null if it is missing
	 * @return this
	 */
	public <T> Violations check(EventField<?, T> field, @Nullable T value) {
		field.check(value, this);
		return this;
	}

	/**
	 * Throws an exception that lists the violations, if there are any.
	 * @throws InvalidEventException if a check has failed
	 */
	public void throwIfAny() {
		if (this.found != null) {
			throw new InvalidEventException(this.found);
		}
	}

	/**
	 * Adds a violation. A field that already has a violation is not reported as missing:
	 * its value is present, but cannot be read.
	 */
	void add(String path, Rule rule) {
		List<Violation> list = (this.found != null) ? this.found : new ArrayList<>();
		this.found = list;
		if (list.stream()
			.noneMatch((other) -> other.path().equals(path) && (other.rule() == rule || rule == Rule.REQUIRED))) {
			list.add(new Violation(path, rule));
		}
	}

	/**
	 * Adds the violations that an event's constructor has reported.
	 */
	InvalidEventException and(InvalidEventException ex) {
		ex.violations().forEach((violation) -> add(violation.path(), violation.rule()));
		return new InvalidEventException(Objects.requireNonNull(this.found));
	}

	void checkId(String path, @Nullable String id) {
		if (id == null) {
			add(path, Rule.REQUIRED);
			return;
		}
		boolean blank = true;
		boolean control = false;
		int pairs = 0;
		int surrogates = 0;
		for (int i = 0; i < id.length(); i++) {
			char character = id.charAt(i);
			blank = blank && isWhiteSpace(character);
			control = control || isControl(character);
			if (Character.isSurrogate(character)) {
				surrogates++;
				if (i > 0 && Character.isSurrogatePair(id.charAt(i - 1), character)) {
					pairs++;
				}
			}
		}
		check(path, Rule.BLANK, !blank);
		check(path, Rule.TOO_LONG, id.length() - pairs <= MAX_ID_LENGTH);
		check(path, Rule.CONTROL_CHARACTER, !control);
		check(path, Rule.LONE_SURROGATE, surrogates == 2 * pairs);
	}

	void checkInstant(String path, @Nullable Instant instant) {
		if (instant == null) {
			add(path, Rule.REQUIRED);
		}
		else {
			check(path, Rule.OUT_OF_RANGE, !instant.isBefore(MIN_INSTANT) && instant.isBefore(MAX_INSTANT));
		}
	}

	private void check(String path, Rule rule, boolean holds) {
		if (!holds) {
			add(path, rule);
		}
	}

	private static boolean isControl(char character) {
		return character <= 0x1F || (character >= 0x7F && character <= 0x9F);
	}

	/* No method of java.lang.Character tests Unicode's White_Space property. */
	private static boolean isWhiteSpace(char character) {
		return switch (character) {
			case ' ', '\t', '\n', 0x0B, '\f', '\r', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
			default -> character >= 0x2000 && character <= 0x200A;
		};
	}

}
