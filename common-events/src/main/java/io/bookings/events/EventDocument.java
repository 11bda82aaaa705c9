package io.bookings.events;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The fields of an event as strings, as its JSON document contains them, and the
 * violations found so far.
 */
public final class EventDocument {

	private final List<String> names;

	private final @Nullable String[] values;

	private final Violations violations;

	EventDocument(List<String> names, @Nullable String[] values, Violations violations) {
		this.names = names;
		this.values = values;
		this.violations = violations;
	}

	/**
	 * Returns the value of a field.
	 * @param <T> the type of the field's values
	 * @param field a field of the event's type
	 * @return the value, or null if the field is missing or cannot be read
	 * @throws IllegalArgumentException if the event's type does not have the field
	 */
	public <T> @Nullable T get(EventField<?, T> field) {
		String text = text(field.name());
		return (text != null) ? field.parse(text, this.violations) : null;
	}

	void checkEventType(String expected) {
		String actual = text(EventType.NAME_FIELD);
		if (actual == null) {
			this.violations.add(EventType.NAME_FIELD, Rule.REQUIRED);
		}
		else if (!actual.equals(expected)) {
			this.violations.add(EventType.NAME_FIELD, Rule.WRONG_EVENT_TYPE);
		}
	}

	Violations violations() {
		return this.violations;
	}

	private @Nullable String text(String name) {
		int index = this.names.indexOf(name);
		if (index < 0) {
			throw new IllegalArgumentException("Not a field of the event: " + name);
		}
		return this.values[index];
	}

}
