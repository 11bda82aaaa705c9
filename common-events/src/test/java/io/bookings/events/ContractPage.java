package io.bookings.events;

import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

/**
 * Renders the AsyncAPI document as a part of docs/contract.md.
 */
final class ContractPage {

	private static final String BEGIN = "<!-- Generated from asyncapi.yaml. -->\n";

	private static final String END = "<!-- End of the generated part. -->\n";

	private static final int WIDTH = 128;

	private static final Pattern LIST_ITEM = Pattern.compile("(- |\\d+\\. ).*");

	private final JsonNode document;

	private final StringBuilder page = new StringBuilder();

	private ContractPage(JsonNode document) {
		this.document = document;
	}

	/**
	 * Replaces the generated part of the page.
	 */
	static String generate(String page, JsonNode document) {
		int begin = page.indexOf(BEGIN);
		int end = page.indexOf(END);
		if (begin < 0 || end < begin) {
			throw new IllegalArgumentException("The page does not have the comments around the generated part.");
		}
		return page.substring(0, begin + BEGIN.length()) + new ContractPage(document).render() + page.substring(end);
	}

	private String render() {
		line("");
		this.document.at("/info/description").asString().lines().forEach(this::wrap);
		line("");
		line("## Events");
		for (JsonNode channel : this.document.get("channels")) {
			channel.get("messages").forEach((message) -> renderMessage(channel, resolve(message)));
		}
		line("");
		line("### Values and attributes");
		line("");
		line("| Name | Meaning |");
		line("|---|---|");
		for (String shared : new String[] { "id", "instant" }) {
			line("| " + shared + " | " + this.document.at("/components/schemas/" + shared + "/description").asString()
					+ " |");
		}
		this.document.at("/components/schemas/headers/properties")
			.properties()
			.forEach((header) -> line("| attribute `" + header.getKey() + "`, optional | "
					+ header.getValue().get("description").asString() + " |"));
		line("");
		return this.page.toString();
	}

	private void renderMessage(JsonNode channel, JsonNode message) {
		JsonNode schema = resolve(message.get("payload"));
		line("");
		line("### " + message.get("name").asString());
		line("");
		wrap("%s Queue: `%s`. Dead-letter queue: `%s`.".formatted(message.get("summary").asString(),
				channel.get("address").asString(), channel.at("/bindings/sqs/deadLetterQueue/name").asString()));
		line("");
		line("| Field | Value | Meaning |");
		line("|---|---|---|");
		for (Map.Entry<String, JsonNode> field : schema.get("properties").properties()) {
			boolean required = schema.get("required")
				.valueStream()
				.anyMatch((name) -> name.asString().equals(field.getKey()));
			line("| `%s`%s | %s | %s |".formatted(field.getKey(), required ? "" : ", optional", value(field.getValue()),
					field.getValue().get("description").asString()));
		}
		line("");
		StringJoiner example = new StringJoiner(",\n      ", "    {\n      ", "\n    }");
		message.at("/examples/0/payload")
			.properties()
			.forEach((field) -> example.add("\"" + field.getKey() + "\": " + field.getValue()));
		line(example.toString());
	}

	private static String value(JsonNode property) {
		if (property.has("const")) {
			return '`' + property.get("const").asString() + '`';
		}
		return property.at("/allOf/0/$ref").asString().replace("#/components/schemas/", "");
	}

	private JsonNode resolve(JsonNode reference) {
		return this.document.at(reference.get("$ref").asString().substring(1));
	}

	private void wrap(String text) {
		Matcher item = LIST_ITEM.matcher(text);
		String indent = " ".repeat(item.matches() ? item.group(1).length() : 0);
		String rest = text;
		while (rest.length() > WIDTH) {
			int end = rest.lastIndexOf(' ', WIDTH);
			line(rest.substring(0, end));
			rest = indent + rest.substring(end + 1);
		}
		line(rest);
	}

	private void line(String text) {
		this.page.append(text).append('\n');
	}

}
