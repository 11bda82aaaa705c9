package io.bookings.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Documents, each with the expected result of codec and schema. If the results differ,
 * the row's name starts with the rule that JSON Schema cannot express.
 */
final class ContractTable {

	private static final String EMOJI = "😀";

	private final EventType<?> type;

	private final Map<String, String> golden;

	private final List<Row> rows = new ArrayList<>();

	private ContractTable(EventType<?> type, Map<String, String> golden) {
		this.type = type;
		this.golden = golden;
	}

	static Stream<Row> rows() {
		return Stream.concat(created().stream(), confirmed().stream());
	}

	private static List<Row> created() {
		Map<String, String> golden = new LinkedHashMap<>();
		golden.put("bookingId", "\"test-123\"");
		golden.put("userId", "\"user-456\"");
		golden.put("providerId", "\"provider-789\"");
		golden.put("slotId", "\"slot-001\"");
		golden.put("slotStart", "\"2025-02-19T10:00:00Z\"");
		golden.put("slotEnd", "\"2025-02-19T11:00:00Z\"");
		golden.put("eventType", "\"BOOKING_CREATED\"");
		golden.put("timestamp", "\"2025-02-19T09:55:00Z\"");
		ContractTable table = new ContractTable(BookingCreated.TYPE, golden);
		table.addShared("BOOKING_CONFIRMED");
		table.addSlots();
		return table.rows;
	}

	private static List<Row> confirmed() {
		Map<String, String> golden = new LinkedHashMap<>();
		golden.put("bookingId", "\"test-123\"");
		golden.put("providerId", "\"provider-789\"");
		golden.put("acceptedAt", "\"2025-02-19T09:58:00Z\"");
		golden.put("eventType", "\"BOOKING_CONFIRMED\"");
		golden.put("timestamp", "\"2025-02-19T09:58:01Z\"");
		ContractTable table = new ContractTable(BookingConfirmed.TYPE, golden);
		table.addShared("BOOKING_CREATED");
		return table.rows;
	}

	private void addShared(String otherEventType) {
		good("golden payload", payload());
		for (String field : this.golden.keySet()) {
			bad(field + " is absent", with(field, null), field + " REQUIRED");
			bad(field + " is null", with(field, "null"), field + " REQUIRED");
			bad(field + " is a number", with(field, "42"), field + " NOT_A_STRING");
		}
		addIds();
		addInstants();
		addEventTypes(otherEventType);
		addUnknownFields();
		addDocuments();
		addBeyondSchema();
	}

	private void addIds() {
		goodId("of one character", "a");
		goodId("of 128 characters", "a".repeat(128));
		goodId("of 128 characters beyond the BMP", EMOJI.repeat(128));
		goodId("with an escaped surrogate pair", "\\uD83D\\uDE00");
		goodId("with spaces inside and around", " a b ");
		goodId("with a line separator inside", "a\u2028b");
		goodId("with quote, backslash and slash", "a\\\"b\\\\c/d\\/e");
		goodId("of a zero-width space, which is not White_Space", "\u200B");
		goodId("of a zero-width no-break space", "\\uFEFF");
		goodId("of a Mongolian vowel separator", "\u180E");
		goodId("of a soft hyphen, just after the control characters", "\u00AD");
		goodId("of a noncharacter", "\\uFFFF");
		badId("empty", "", "BLANK");
		for (char blank : new char[] { ' ', 0xA0, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 }) {
			badId("of blank U+%04X".formatted((int) blank), String.valueOf(blank), "BLANK");
		}
		badId("of many kinds of blank", " \u00A0\u3000", "BLANK");
		badId("of blank and control U+0009", "\\t", "BLANK", "CONTROL_CHARACTER");
		badId("of blank and control U+0085", "\u0085", "BLANK", "CONTROL_CHARACTER");
		badId("with U+0000", "a\\u0000", "CONTROL_CHARACTER");
		badId("with U+001F", "a\\u001fb", "CONTROL_CHARACTER");
		badId("with U+007F", "a\u007Fb", "CONTROL_CHARACTER");
		badId("with U+009F", "a\u009Fb", "CONTROL_CHARACTER");
		badId("with a newline at the end", "a\\n", "CONTROL_CHARACTER");
		badId("of 129 characters", "a".repeat(129), "TOO_LONG");
		badId("of 129 characters beyond the BMP", EMOJI.repeat(129), "TOO_LONG");
		badId("of 129 blanks", " ".repeat(129), "BLANK", "TOO_LONG");
		badId("with a lone high surrogate, escaped", "a\\uD83D", "LONE_SURROGATE");
		badId("with a lone low surrogate, escaped", "a\\uDE00b", "LONE_SURROGATE");
		badId("with a lone high surrogate, raw", "a\uD83Db", "LONE_SURROGATE");
		badId("with a surrogate pair in the wrong order", "\\uDE00\\uD83D", "LONE_SURROGATE");
		badId("with a surrogate too many", EMOJI + "\\uDE00", "LONE_SURROGATE");
		bad("id is a boolean", with("bookingId", "true"), "bookingId NOT_A_STRING");
		bad("id is an array", with("bookingId", "[\"a\"]"), "bookingId NOT_A_STRING");
		bad("id is an object", with("bookingId", "{\"id\":\"a\"}"), "bookingId NOT_A_STRING");
	}

	private void addInstants() {
		for (String good : List.of("2025-02-19t09:55:00z", "2025-02-19T09:55:00.1Z", "2025-02-19T09:55:00.123456789Z",
				"2025-02-19T09:55:00+05:30", "2025-02-19T09:55:00-00:00", "2025-02-19T09:55:00+18:00",
				"2025-02-19T09:55:00-18:00", "2025-02-19T09:55:00.5-03:59", "2000-01-01T00:00:00Z",
				"2199-12-31T23:59:59.999999999Z", "2000-02-29T00:00:00Z", "2024-02-29T00:00:00Z",
				"2196-02-29T00:00:00Z", "1999-12-31T23:00:00-02:00", "1999-12-31T06:00:00-18:00",
				"2200-01-01T01:00:00+02:00", "2200-01-01T17:59:59+18:00", "\\u0032025-02-19T09:55:00Z")) {
			good("timestamp " + good, with("timestamp", '"' + good + '"'));
		}
		for (String bad : List.of("", "now", "2025-02-19", "2025-02-19T09:55:00", "2025-02-19T09:55Z",
				"2025-02-19T09:55+01:00", "2025-02-19 09:55:00Z", "2025-02-19T09:55:00.Z",
				"2025-02-19T09:55:00.1234567890Z", "2025-02-19T09:55:00,5Z", "2025-02-19T09:55:00+18:01",
				"2025-02-19T09:55:00-18:01", "2025-02-19T09:55:00+19:00", "2025-02-19T09:55:00+05:60",
				"2025-02-19T09:55:00+0530", "2025-02-19T09:55:00+05", "2025-02-19T09:55:00+05:30:00",
				"2025-02-19T09:55:00+5:30", "2025-02-19T09:55:00\u221205:30", "2025-02-19T09:55:00ZZ",
				"2025-02-19T09:55:00Z+01:00", "2025-02-19T09:55:00[UTC]", "2025-00-19T09:55:00Z",
				"2025-13-19T09:55:00Z", "2025-02-00T09:55:00Z", "2025-04-31T09:55:00Z", "2025-01-32T09:55:00Z",
				"2023-02-29T09:55:00Z", "2100-02-29T09:55:00Z", "2024-02-30T09:55:00Z", "2025-02-19T24:00:00Z",
				"2025-02-19T09:60:00Z", "2016-12-31T23:59:60Z", "2025-02-19T09:55:61Z", "25-02-19T09:55:00Z",
				"+12025-02-19T09:55:00Z", "-025-02-19T09:55:00Z", "2025-2-19T09:55:00Z", "20250219T095500Z",
				"2025-W08-3T09:55:00Z", "\u0662\u0660\u0662\u0665-02-19T09:55:00Z", " 2025-02-19T09:55:00Z",
				"2025-02-19T09:55:00Z ", "2025-02-19T09:55:00Z\\n", "2025-02-19T09:55:00Z\u2028",
				"2025-02-19T09:55:00.Z0", "2025-02-19T09:55:00\\u0000", "1740045300")) {
			bad("timestamp " + bad, with("timestamp", '"' + bad + '"'), "timestamp NOT_A_DATE_TIME");
		}
		for (String out : List.of("0000-01-01T00:00:00Z", "1999-12-31T23:59:59.999999999Z", "1999-12-31T23:59:59+01:00",
				"2200-01-01T00:00:00Z", "2200-01-01T00:00:00-01:00", "9999-12-31T23:59:59Z")) {
			bad("timestamp " + out, with("timestamp", '"' + out + '"'), "timestamp OUT_OF_RANGE");
		}
		bad("timestamp is an object", with("timestamp", "{\"seconds\":1}"), "timestamp NOT_A_STRING");
	}

	private void addEventTypes(String other) {
		String right = this.golden.get("eventType");
		for (String wrong : List.of(other, "", "booking_created", "BOOKING_CANCELLED", "BOOKING_CREATED ",
				"BOOKING_CONFIRMED\\n")) {
			bad("eventType '" + wrong + "'", with("eventType", '"' + wrong + '"'), "eventType WRONG_EVENT_TYPE");
		}
		good("eventType with escapes", with("eventType", right.replace("BOO", "\\u0042OO")));
		bad("eventType is an array", with("eventType", '[' + right + ']'), "eventType NOT_A_STRING");
	}

	private void addUnknownFields() {
		good("unknown string", with("note", "\"\\u0000 \\uD800 anything\""));
		good("unknown null", with("note", "null"));
		good("unknown object that looks like an event", with("previous", payload()));
		good("unknown array of objects with the same names", with("items", "[{\"a\":1},{\"a\":2}]"));
		good("unknown number with a huge exponent", with("note", "1e999999999"));
		good("unknown number of 5000 digits", with("note", "9".repeat(5000)));
		good("unknown field with an empty name", with("", "0"));
		good("unknown field with a long name", with("n".repeat(60_000), "0"));
		good("unknown field whose name has a lone surrogate", with("\\uD800", "0"));
		good("unknown fields nested 500 levels deep", with("note", "[".repeat(499) + "]".repeat(499)));
		bad("unknown fields nested 501 levels deep", with("note", "[".repeat(500) + "]".repeat(500)), "$ TOO_DEEP");
		bad("name in other case is another name", payload().replace("bookingId", "bookingid"), "bookingId REQUIRED");
		good("name with an escape is the same name", payload().replace("bookingId", "\\u0062ookingId"));
	}

	private void addDocuments() {
		good("white space around everything", payload().replace(",", " \t\r\n, ").replaceAll("^|$", " \t\r\n "));
		List<String> fields = new ArrayList<>(this.golden.keySet());
		Collections.reverse(fields);
		good("fields in another order", object(fields.stream().map((name) -> field(name, this.golden.get(name)))));
		bad("empty object", "{}",
				this.golden.keySet().stream().map((name) -> name + " REQUIRED").toArray(String[]::new));
		for (String empty : List.of("", " ", "\r\n\t ")) {
			bad("empty document of " + empty.length() + " blanks", empty, "$ EMPTY");
		}
		for (String other : List.of("null", "true", "42", "-0.5e3", "\"text\"", "\"open", "[]",
				'[' + payload() + ']')) {
			bad("top level is " + other, other, "$ NOT_AN_OBJECT");
		}
		String end = payload().substring(0, payload().length() - 1);
		for (String malformed : List.of("{", "}", "nul", "\u0000", "{]", "{bookingId:1}", "{'bookingId':1}",
				"\uFEFF" + payload(), "\u00A0" + payload(), "/**/" + payload(), end, end + ",}", end + "]",
				end + ",\"x\"}", end + ",\"x\":}", end + ",\"x\":01}", end + ",\"x\":+1}", end + ",\"x\":.5}",
				end + ",\"x\":1.}", end + ",\"x\":0x1}", end + ",\"x\":NaN}", end + ",\"x\":Infinity}",
				end + ",\"x\":True}", end + ",\"x\":[1,]}", end + ",\"x\":\"\\x\"}", end + ",\"x\":\"\\uD8\"}",
				end + ",\"x\":\"\t\"}", end + ",\"x\":\"\u0000\"}", end + ",\"x\":\"\n\"}", end + ",//\n\"x\":1}",
				end + ",\"x\":1\u0000}", end + " \"x\":1}")) {
			bad("malformed #" + this.rows.size(), malformed, "$ MALFORMED_JSON");
		}
		bad("several fields wrong at once",
				with("timestamp", "[]").replace("test-123", " ").replace("provider-789", ""), "bookingId BLANK",
				"providerId BLANK", "timestamp NOT_A_STRING");
	}

	private void addBeyondSchema() {
		String end = payload().substring(0, payload().length() - 1);
		beyond("duplicate keys: same value", end + ",\"bookingId\":\"test-123\"}", "bookingId DUPLICATE_KEY");
		beyond("duplicate keys: other value", end + ",\"timestamp\":\"2026-01-01T00:00:00Z\"}",
				"timestamp DUPLICATE_KEY");
		beyond("duplicate keys: eventType", end + ",\"eventType\":" + this.golden.get("eventType") + "}",
				"eventType DUPLICATE_KEY");
		beyond("duplicate keys: written with an escape", end + ",\"\\u0062ookingId\":\"test-123\"}",
				"bookingId DUPLICATE_KEY");
		beyond("duplicate keys: bad value first", "{\"bookingId\":\" \"," + payload().substring(1),
				"bookingId DUPLICATE_KEY", "bookingId BLANK");
		beyond("duplicate keys: null first", "{\"bookingId\":null," + payload().substring(1),
				"bookingId DUPLICATE_KEY");
		beyond("duplicate keys: unknown field", end + ",\"x\":1,\"x\":1}", "$ DUPLICATE_KEY");
		beyond("duplicate keys: in an unknown object", end + ",\"x\":{\"bookingId\":1,\"bookingId\":1}}",
				"$ DUPLICATE_KEY");
		beyond("duplicate keys: far inside", end + ",\"x\":[0,{\"y\":[{\"z\":{},\"z\":[]}]}]}", "$ DUPLICATE_KEY");
		for (String trailing : List.of("{}", payload(), "x", ",", "}", "]", "null", "\"", "\u0000", "//", "\u00A0")) {
			beyond("trailing content: " + trailing, payload() + trailing, "$ TRAILING_CONTENT");
		}
		String filled = with("note", "\"%s\"");
		int room = 1_048_576 - filled.length() + 2;
		good("document of 1 MiB", filled.formatted("a".repeat(room)));
		beyond("size: one byte more than 1 MiB", filled.formatted("a".repeat(room + 1)), "$ TOO_LARGE");
		good("document of 1 MiB in two-byte characters", filled.formatted("ä".repeat(room / 2)));
		beyond("size: two-byte characters", filled.formatted("ä".repeat(room / 2 + 1)), "$ TOO_LARGE");
		beyond("size: three-byte characters", filled.formatted("€".repeat(room / 3 + 1)), "$ TOO_LARGE");
		good("document of 1 MiB in four-byte characters", filled.formatted(EMOJI.repeat(room / 4)));
		beyond("size: four-byte characters", filled.formatted(EMOJI.repeat(room / 4 + 1)), "$ TOO_LARGE");
		beyond("size: white space at the end", payload() + " ".repeat(1_048_576), "$ TOO_LARGE");
		for (String edge : List.of("2000-01-01T00:30:00+01:00", "2000-01-01T17:59:59+18:00",
				"2199-12-31T23:30:00-01:00", "1999-12-31T22:00:00-01:00", "1999-12-31T23:59:59-00:00",
				"2200-01-01T01:00:00+00:30", "2200-01-01T00:00:00+00:00")) {
			beyond("offset over the range's edge: " + edge, with("timestamp", '"' + edge + '"'),
					"timestamp OUT_OF_RANGE");
		}
	}

	private void addSlots() {
		good("slot of a nanosecond", with("slotEnd", "\"2025-02-19T10:00:00.000000001Z\""));
		good("slot with ends in different offsets", with("slotEnd", "\"2025-02-19T09:30:00-01:00\""));
		for (String end : List.of("2025-02-19T10:00:00Z", "2025-02-19T09:59:59.999999999Z", "2025-02-19T12:00:00+02:00",
				"2025-02-19T10:30:00+01:00")) {
			beyond("slotEnd after slotStart: " + end, with("slotEnd", '"' + end + '"'), "slotEnd NOT_AFTER_SLOT_START");
		}
		bad("slot that starts nowhere", with("slotStart", "\"now\""), "slotStart NOT_A_DATE_TIME");
		bad("slot out of range and reversed", with("slotEnd", "\"1980-01-01T00:00:00Z\""), "slotEnd OUT_OF_RANGE",
				"slotEnd NOT_AFTER_SLOT_START");
	}

	private void goodId(String name, String id) {
		good("id " + name, with("bookingId", '"' + id + '"'));
	}

	private void badId(String name, String id, String... rules) {
		bad("id " + name, with("bookingId", '"' + id + '"'),
				Stream.of(rules).map((rule) -> "bookingId " + rule).toArray(String[]::new));
	}

	private void good(String name, String payload) {
		this.rows.add(new Row(this.type, name, payload, List.of(), true));
	}

	private void bad(String name, String payload, String... violations) {
		this.rows.add(new Row(this.type, name, payload, List.of(violations), false));
	}

	private void beyond(String name, String payload, String... violations) {
		this.rows.add(new Row(this.type, name, payload, List.of(violations), true));
	}

	private String payload() {
		return object(this.golden.entrySet().stream().map((entry) -> field(entry.getKey(), entry.getValue())));
	}

	private String with(String name, String value) {
		Map<String, String> fields = new LinkedHashMap<>(this.golden);
		fields.put(name, value);
		return object(fields.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != null)
			.map((entry) -> field(entry.getKey(), entry.getValue())));
	}

	private static String field(String name, String value) {
		return '"' + name + "\":" + value;
	}

	private static String object(Stream<String> fields) {
		return fields.collect(Collectors.joining(",", "{", "}"));
	}

	/**
	 * A document and the expected results.
	 *
	 * @param type the type of the expected event
	 * @param name what is special about the document
	 * @param payload the document
	 * @param violations the violations that the codec must report, as "path RULE"; empty
	 * if it must accept the document
	 * @param schemaAccepts whether the schema must accept the document
	 */
	record Row(EventType<?> type, String name, String payload, List<String> violations, boolean schemaAccepts) {

		boolean codecAccepts() {
			return this.violations.isEmpty();
		}

		@Override
		public String toString() {
			String text = this.type.eventClass().getSimpleName() + ": " + this.name;
			return (text.length() > 100) ? text.substring(0, 100) : text;
		}

	}

}
