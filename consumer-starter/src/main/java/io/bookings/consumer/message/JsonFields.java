package io.bookings.consumer.message;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Some fields of a JSON object. The object is read completely, within the size limits
 * that the codec has for events. Nested objects are kept as text, unchanged.
 */
final class JsonFields {

	private static final int MAX_LENGTH = 1_048_576;

	/*
	 * More than the codec allows for an event, because of the envelope around it. The
	 * codec checks the depth of the event.
	 */
	private static final JsonFactory JSON = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxDocumentLength(MAX_LENGTH)
			.maxNestingDepth(1000)
			.maxNumberLength(MAX_LENGTH)
			.maxStringLength(MAX_LENGTH)
			.maxNameLength(MAX_LENGTH)
			.build())
		.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.build();

	private final Map<String, Value> values = new HashMap<>();

	private boolean ambiguous;

	private JsonFields() {
	}

	/**
	 * Reads an object.
	 * @param names the fields to keep
	 * @param judgedElsewhere those whose values are not checked for duplicate names here
	 * @return {@code null} if the text is not exactly one JSON object
	 */
	static @Nullable JsonFields read(String json, Set<String> names, Set<String> judgedElsewhere) {
		JsonFields fields = new JsonFields();
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			Set<String> siblings = new HashSet<>();
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				fields.ambiguous |= !siblings.add(name);
				JsonToken token = parser.nextToken();
				int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
				boolean kept = names.contains(name);
				String text = (kept && token == JsonToken.VALUE_STRING) ? parser.getString() : null;
				if (judgedElsewhere.contains(name)) {
					parser.skipChildren();
				}
				else {
					fields.passOver(parser, token);
				}
				if (kept) {
					String object = (token == JsonToken.START_OBJECT)
							? json.substring(start, Math.toIntExact(parser.currentLocation().getCharOffset())) : null;
					fields.values.put(name, new Value(text, object));
				}
			}
			return (parser.nextToken() == null) ? fields : null;
		}
		catch (JacksonException _) {
			return null;
		}
	}

	/** The parser limits the depth of the recursion. */
	private void passOver(JsonParser parser, JsonToken token) {
		if (token == JsonToken.START_ARRAY) {
			for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
				passOver(parser, next);
			}
		}
		else if (token == JsonToken.START_OBJECT) {
			Set<String> siblings = new HashSet<>();
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				this.ambiguous |= !siblings.add(name);
				passOver(parser, parser.nextToken());
			}
		}
	}

	/**
	 * Whether an object contains a name twice.
	 */
	boolean isAmbiguous() {
		return this.ambiguous;
	}

	boolean has(String name) {
		return this.values.containsKey(name);
	}

	/**
	 * Returns a string's value, or {@code null} if the field is missing or not a string.
	 */
	@Nullable String text(String name) {
		Value value = this.values.get(name);
		return (value != null) ? value.text() : null;
	}

	/**
	 * Returns an object's text, or {@code null} if the field is missing or not an object.
	 */
	@Nullable String object(String name) {
		Value value = this.values.get(name);
		return (value != null) ? value.object() : null;
	}

	private record Value(@Nullable String text, @Nullable String object) {
	}

}
