package io.bookings.events;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a JSON object in one pass. It keeps the contract's fields and skips all others.
 */
final class EventReader {

	private static final int MAX_BYTES = 1_048_576;

	/*
	 * The size of the body already limits names, strings and numbers, and no number is
	 * converted. So only the depth can exceed a limit. Names are not canonicalized,
	 * because publishers could fill the shared table of names.
	 */
	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(500)
			.maxNumberLength(MAX_BYTES)
			.maxStringLength(MAX_BYTES)
			.maxNameLength(MAX_BYTES)
			.build())
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.build();

	private final JsonParser parser;

	private final List<String> names;

	private final @Nullable String[] values;

	private final boolean[] present;

	private final Violations violations = new Violations();

	private final UnknownFields unknown;

	private EventReader(JsonParser parser, List<String> names) {
		this.parser = parser;
		this.names = names;
		this.values = new @Nullable String[names.size()];
		this.present = new boolean[names.size()];
		this.unknown = new UnknownFields(parser, this.violations);
	}

	/**
	 * Reads a document.
	 * @param names the names of the fields to keep
	 * @throws InvalidEventException if the document cannot be read to its end
	 */
	static EventDocument read(String body, List<String> names) {
		if (isTooLarge(body)) {
			throw new InvalidEventException(Rule.TOO_LARGE);
		}
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
			return new EventReader(parser, names).read();
		}
		catch (StreamConstraintsException _) {
			throw new InvalidEventException(Rule.TOO_DEEP);
		}
		catch (JacksonException _) {
			throw new InvalidEventException(Rule.MALFORMED_JSON);
		}
	}

	/* A char has at most three bytes in UTF-8, so short bodies need no count. */
	private static boolean isTooLarge(String body) {
		if (body.length() <= MAX_BYTES / 3) {
			return false;
		}
		int bytes = 0;
		for (int i = 0; i < body.length() && bytes <= MAX_BYTES; i++) {
			char character = body.charAt(i);
			if (character < 0x80) {
				bytes++;
			}
			else {
				bytes += (character < 0x800 || Character.isSurrogate(character)) ? 2 : 3;
			}
		}
		return bytes > MAX_BYTES;
	}

	private EventDocument read() {
		JsonToken first = this.parser.nextToken();
		if (first == null) {
			throw new InvalidEventException(Rule.EMPTY);
		}
		if (first != JsonToken.START_OBJECT) {
			throw new InvalidEventException(Rule.NOT_AN_OBJECT);
		}
		for (String name = this.parser.nextName(); name != null; name = this.parser.nextName()) {
			readField(name);
		}
		if (!isAtEnd()) {
			this.violations.add(Violation.DOCUMENT, Rule.TRAILING_CONTENT);
		}
		return new EventDocument(this.names, this.values, this.violations);
	}

	private void readField(String name) {
		int index = this.names.indexOf(name);
		if (index < 0) {
			this.unknown.skipField(name);
		}
		else if (this.present[index]) {
			this.violations.add(name, Rule.DUPLICATE_KEY);
			this.unknown.skipValue(this.parser.nextToken());
		}
		else {
			this.present[index] = true;
			this.values[index] = readString(name);
		}
	}

	private @Nullable String readString(String name) {
		JsonToken token = this.parser.nextToken();
		if (token == JsonToken.VALUE_STRING) {
			return this.parser.getString();
		}
		if (token != JsonToken.VALUE_NULL) {
			this.violations.add(name, Rule.NOT_A_STRING);
			this.unknown.skipValue(token);
		}
		return null;
	}

	private boolean isAtEnd() {
		try {
			return this.parser.nextToken() == null;
		}
		catch (JacksonException _) {
			return false;
		}
	}

}
