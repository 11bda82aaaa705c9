package io.bookings.events;

import java.util.HashSet;
import java.util.Set;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Skips fields that the contract does not define. Only their names are kept, to find
 * duplicates.
 */
final class UnknownFields {

	private final JsonParser parser;

	private final Violations violations;

	private final Set<String> names = new HashSet<>();

	UnknownFields(JsonParser parser, Violations violations) {
		this.parser = parser;
		this.violations = violations;
	}

	/**
	 * Skips a field of the event. The parser is at the field's name.
	 */
	void skipField(String name) {
		skipField(name, this.names);
	}

	/**
	 * Skips a value. The parser is at the value's first token. The parser's limit on
	 * depth also limits the recursion.
	 */
	void skipValue(JsonToken token) {
		if (token == JsonToken.START_ARRAY) {
			JsonToken next = this.parser.nextToken();
			while (next != JsonToken.END_ARRAY) {
				skipValue(next);
				next = this.parser.nextToken();
			}
		}
		else if (token == JsonToken.START_OBJECT) {
			Set<String> siblings = new HashSet<>();
			for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
				skipField(name, siblings);
			}
		}
	}

	private void skipField(String name, Set<String> siblings) {
		if (!siblings.add(name)) {
			this.violations.add(Violation.DOCUMENT, Rule.DUPLICATE_KEY);
		}
		skipValue(this.parser.nextToken());
	}

}
