package io.bookings.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The AsyncAPI document. Its texts, channels and operations are written by hand. The
 * schemas of the payloads are those of the JSON Schema files, and the examples are the
 * golden payloads.
 */
final class AsyncApiDocument {

	static final String FILE = "asyncapi.yaml";

	private static final JsonMapper JSON = new JsonMapper();

	private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

	private AsyncApiDocument() {
	}

	/**
	 * Returns the committed document.
	 */
	static JsonNode read() {
		return JSON.valueToTree(yaml().load(GoldenPayload.resource(FILE)));
	}

	/**
	 * Replaces the schemas and examples in a document.
	 * @param document the document in YAML
	 * @return the document in YAML
	 */
	static String generate(String document) {
		Map<String, Object> root = yaml().load(document);
		Map<String, Object> components = object(root, "components");
		Map<String, Object> schemas = object(components, "schemas");
		schemas.keySet().removeIf((name) -> !name.equals("headers"));
		addEvent(components, "bookingCreated", "booking-created");
		addEvent(components, "bookingConfirmed", "booking-confirmed");
		return yaml().dump(root);
	}

	private static void addEvent(Map<String, Object> components, String message, String file) {
		Map<String, Object> schema = json(file + ".schema.json");
		schema.remove("$schema");
		schema.remove("$id");
		Map<String, Object> schemas = object(components, "schemas");
		object(schema, "$defs").forEach((name, shared) -> {
			Object other = schemas.putIfAbsent(name, shared);
			if (other != null && !other.equals(shared)) {
				throw new IllegalStateException("The schemas of the events have different definitions of " + name);
			}
		});
		schema.remove("$defs");
		object(schema, "properties").replaceAll((name, property) -> withReference(property));
		schemas.put(message, schema);
		Map<String, Object> golden = json(file + ".json");
		Map<String, Object> repeat = new LinkedHashMap<>(golden);
		repeat.put("timestamp", "2025-02-19T10:58:30.5+01:00");
		repeat.put("example-note", "A field that the contract does not define.");
		object(object(components, "messages"), message).put("examples",
				List.of(example("first", "The event.", golden), example("repeat",
						"A repeat of the same event: only the timestamp and an unknown field differ.", repeat)));
	}

	/**
	 * In the schema language of AsyncAPI, which is based on draft 7 of JSON Schema, other
	 * keywords beside a reference are ignored.
	 */
	private static Object withReference(Object property) {
		Map<String, Object> copy = new LinkedHashMap<>(asObject(property));
		if (copy.remove("$ref") instanceof String reference) {
			copy.put("allOf", List.of(Map.of("$ref", reference.replace("#/$defs/", "#/components/schemas/"))));
		}
		return copy;
	}

	private static Map<String, Object> example(String name, String summary, Map<String, Object> payload) {
		Map<String, Object> example = new LinkedHashMap<>();
		example.put("name", name);
		example.put("summary", summary);
		example.put("headers", new LinkedHashMap<>(Map.of("traceparent", TRACEPARENT)));
		example.put("payload", payload);
		return example;
	}

	private static Map<String, Object> json(String resource) {
		return asObject(JSON.readValue(GoldenPayload.resource(resource), Map.class));
	}

	private static Map<String, Object> object(Map<String, Object> parent, String name) {
		return asObject(Objects.requireNonNull(parent.get(name), name));
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> asObject(Object value) {
		return (Map<String, Object>) value;
	}

	private static Yaml yaml() {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		options.setIndent(2);
		options.setIndicatorIndent(2);
		options.setIndentWithIndicator(true);
		options.setSplitLines(false);
		return new Yaml(new SafeConstructor(new LoaderOptions()), new BlockRepresenter(options), options);
	}

	/**
	 * Writes texts of several lines as blocks, and repeated values without anchors.
	 */
	private static final class BlockRepresenter extends Representer {

		BlockRepresenter(DumperOptions options) {
			super(options);
		}

		@Override
		protected Node representScalar(Tag tag, String value, DumperOptions.ScalarStyle style) {
			return super.representScalar(tag, value,
					(value.indexOf('\n') >= 0) ? DumperOptions.ScalarStyle.LITERAL : style);
		}

	}

	/**
	 * Returns all references of a document.
	 */
	static List<String> references(JsonNode node) {
		List<String> references = new ArrayList<>();
		node.forEach((child) -> references.addAll(references(child)));
		if (node.isObject() && node.path("$ref").isString()) {
			references.add(node.get("$ref").asString());
		}
		return references;
	}

}
