package io.bookings.events;

import java.time.Instant;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A required field of an event: its name in JSON, its rules, and how it is read and
 * written. In JSON, every field is a string.
 *
 * @param <E> the event that has the field
 * @param <T> the type of the field's values
 * @see EventType
 */
public abstract sealed class EventField<E extends BookingEvent, T> {

	private final String name;

	private final Function<E, T> accessor;

	private EventField(String name, Function<E, T> accessor) {
		this.name = name;
		this.accessor = accessor;
	}

	/**
	 * Describes a field that holds an identifier.
	 * @param <E> the event that has the field
	 * @param name the field's name in JSON
	 * @param accessor returns the field's value
	 * @return the field
	 */
	public static <E extends BookingEvent> EventField<E, String> id(String name, Function<E, String> accessor) {
		return new IdField<>(name, accessor);
	}

	/**
	 * Describes a field that holds an instant.
	 * @param <E> the event that has the field
	 * @param name the field's name in JSON
	 * @param accessor returns the field's value
	 * @return the field
	 */
	public static <E extends BookingEvent> EventField<E, Instant> instant(String name, Function<E, Instant> accessor) {
		return new InstantField<>(name, accessor);
	}

	/**
	 * The field's name in JSON, which is also its path in a {@link Violation}.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Writes the field's value. JSON documents and content hashes contain the same text.
	 */
	String format(E event) {
		return this.accessor.apply(event).toString();
	}

	/**
	 * Reads a value.
	 * @return the value, or null if the text is not valid for the field's type, which
	 * adds a violation
	 */
	abstract @Nullable T parse(String text, Violations violations);

	abstract void check(@Nullable T value, Violations violations);

	private static final class IdField<E extends BookingEvent> extends EventField<E, String> {

		IdField(String name, Function<E, String> accessor) {
			super(name, accessor);
		}

		@Override
		String parse(String text, Violations violations) {
			return text;
		}

		@Override
		void check(@Nullable String value, Violations violations) {
			violations.checkId(name(), value);
		}

	}

	private static final class InstantField<E extends BookingEvent> extends EventField<E, Instant> {

		InstantField(String name, Function<E, Instant> accessor) {
			super(name, accessor);
		}

		@Override
		@Nullable Instant parse(String text, Violations violations) {
			Instant instant = Rfc3339.parse(text);
			if (instant == null) {
				violations.add(name(), Rule.NOT_A_DATE_TIME);
			}
			return instant;
		}

		@Override
		void check(@Nullable Instant value, Violations violations) {
			violations.checkInstant(name(), value);
		}

	}

}
