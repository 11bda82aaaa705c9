package io.bookings.events;

import java.util.HashSet;
import java.util.Set;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What the contract does not know. Nothing is built from it but the sets of names that
 * tell duplicates.
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
	 * Passes over a field of the event, of which the parser has just read the name.
	 */
	void passOverField(String name) {
		passOverField(name, this.names);
	}

	/**
	 * Passes over a value, of which the parser has just read the first token. Recursion
	 * is bounded by the depth that the parser allows.
	 */
	void passOverValue(JsonToken token) {
		if (token == JsonToken.START_ARRAY) {
			JsonToken next = this.parser.nextToken();
			while (next != JsonToken.END_ARRAY) {
				passOverValue(next);
				next = this.parser.nextToken();
			}
		}
		else if (token == JsonToken.START_OBJECT) {
			Set<String> siblings = new HashSet<>();
			for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
				passOverField(name, siblings);
			}
		}
	}

	private void passOverField(String name, Set<String> siblings) {
		if (!siblings.add(name)) {
			this.violations.add(Violation.DOCUMENT, Rule.DUPLICATE_KEY);
		}
		passOverValue(this.parser.nextToken());
	}

}
