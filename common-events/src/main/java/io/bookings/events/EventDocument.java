package io.bookings.events;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An event as it was written: the contract's fields as text, and what has been found
 * wrong so far.
 */
final class EventDocument {

	private final List<String> names;

	private final @Nullable String[] values;

	private final Violations violations;

	EventDocument(List<String> names, @Nullable String[] values, Violations violations) {
		this.names = names;
		this.values = values;
		this.violations = violations;
	}

	@Nullable String text(String name) {
		return this.values[this.names.indexOf(name)];
	}

	@Nullable Instant instant(String name) {
		String text = text(name);
		Instant instant = (text != null) ? Rfc3339.parse(text) : null;
		if (text != null && instant == null) {
			this.violations.add(name, Rule.NOT_A_DATE_TIME);
		}
		return instant;
	}

	void checkEventType(String expected) {
		String actual = text("eventType");
		if (actual == null) {
			this.violations.add("eventType", Rule.REQUIRED);
		}
		else if (!actual.equals(expected)) {
			this.violations.add("eventType", Rule.WRONG_EVENT_TYPE);
		}
	}

	Violations violations() {
		return this.violations;
	}

}
