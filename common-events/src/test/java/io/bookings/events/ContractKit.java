package io.bookings.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bookings.events.ContractTable.Row;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@link ContractTable} as JSON, for the tests of publishers in any language. Each
 * case is on one line. The file is ASCII, so that no editor and no tool changes it. Long
 * bodies are written as repeated parts.
 * <p>
 * Rows without a form in UTF-8 are left out, because no publisher can send them.
 */
final class ContractKit {

	static final String FILE = "contract-kit.json";

	/**
	 * A character that is repeated at least this often becomes a part of its own.
	 */
	private static final int LONG_RUN = 200;

	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build())
		.build();

	private static final String DESCRIPTION = "Bodies of messages, each with the verdict of the consumers. "
			+ "event: the event that the queue is for. body: the body; or parts: the body in parts, each repeated as often as "
			+ "times says. valid: whether the consumers accept the body. violations: every rule that it breaks, "
			+ "with the field, or $ for the document. schemaAccepts: the verdict of the JSON Schema, which cannot express all "
			+ "rules. contentHash: SHA-256 of the event's content; two valid bodies for one booking repeat each other if "
			+ "their hashes are equal, and conflict otherwise.";

	private ContractKit() {
	}

	/**
	 * Returns the rows of the table that are in the kit.
	 */
	static Stream<Row> rows() {
		return ContractTable.rows().filter((row) -> StandardCharsets.UTF_8.newEncoder().canEncode(row.payload()));
	}

	/**
	 * Generates the kit from the table.
	 */
	static String generate() {
		return rows().map((row) -> JSON.writeValueAsString(entry(row)).replace("\u007F", "\\u007F"))
			.collect(Collectors.joining(",\n",
					"{\n\"description\": " + JSON.writeValueAsString(DESCRIPTION) + ",\n\"cases\": [\n", "\n]\n}\n"));
	}

	/**
	 * Reads the cases of a kit as a publisher does.
	 */
	static List<Case> read(String kit) {
		List<Case> cases = new ArrayList<>();
		for (JsonNode entry : JSON.readTree(kit).get("cases")) {
			List<String> violations = new ArrayList<>();
			for (JsonNode violation : entry.get("violations")) {
				violations.add(violation.get("path").asString() + ' ' + violation.get("rule").asString());
			}
			cases.add(new Case(entry.get("event").asString(), entry.get("name").asString(), body(entry),
					entry.get("valid").asBoolean(), violations, entry.get("schemaAccepts").asBoolean(),
					entry.path("contentHash").asString("")));
		}
		return cases;
	}

	private static String body(JsonNode entry) {
		if (entry.has("body")) {
			return entry.get("body").asString();
		}
		StringBuilder body = new StringBuilder();
		entry.get("parts").forEach((part) -> body.repeat(part.get("text").asString(), part.get("times").asInt()));
		return body.toString();
	}

	private static ObjectNode entry(Row row) {
		ObjectNode entry = JSON.createObjectNode().put("event", row.type().name()).put("name", row.name());
		ArrayNode parts = parts(row.payload());
		if (parts.size() > 1) {
			entry.set("parts", parts);
		}
		else {
			entry.put("body", row.payload());
		}
		entry.put("valid", row.codecAccepts());
		ArrayNode violations = entry.putArray("violations");
		for (String violation : row.violations()) {
			int space = violation.indexOf(' ');
			violations.addObject()
				.put("path", violation.substring(0, space))
				.put("rule", violation.substring(space + 1));
		}
		entry.put("schemaAccepts", row.schemaAccepts());
		if (row.codecAccepts()) {
			entry.put("contentHash", hash(row.payload(), row.type()));
		}
		return entry;
	}

	static String hash(String body, EventType<?> type) {
		return HexFormat.of().formatHex(ContentHash.of(BookingEventCodec.decode(body, type)));
	}

	private static ArrayNode parts(String payload) {
		ArrayNode parts = JSON.createArrayNode();
		int start = 0;
		int i = 0;
		while (i < payload.length()) {
			String character = Character.toString(payload.codePointAt(i));
			int end = i;
			while (payload.startsWith(character, end)) {
				end += character.length();
			}
			int times = (end - i) / character.length();
			if (times >= LONG_RUN) {
				addPart(parts, payload.substring(start, i), 1);
				addPart(parts, character, times);
				start = end;
			}
			i = end;
		}
		addPart(parts, payload.substring(start), 1);
		return parts;
	}

	private static void addPart(ArrayNode parts, String text, int times) {
		if (!text.isEmpty()) {
			parts.addObject().put("text", text).put("times", times);
		}
	}

	/**
	 * A case of the kit.
	 *
	 * @param violations as "path RULE"
	 * @param contentHash empty if the body is not valid
	 */
	record Case(String event, String name, String body, boolean valid, List<String> violations, boolean schemaAccepts,
			String contentHash) {

		EventType<?> type() {
			return Stream.of(BookingCreated.TYPE, BookingConfirmed.TYPE)
				.filter((type) -> type.name().equals(this.event))
				.findFirst()
				.orElseThrow();
		}

		@Override
		public String toString() {
			return this.event + ": " + this.name;
		}

	}

}
