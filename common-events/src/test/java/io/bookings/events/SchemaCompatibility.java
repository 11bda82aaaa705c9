package io.bookings.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

/**
 * Compares the JSON Schema of an event with that of an earlier release. A change is
 * compatible if the current schema accepts each event that publishers send by the earlier
 * one, and still defines each of its fields. The comparison knows the keywords that the
 * contract uses. It reports a change of any other keyword, so that someone extends it.
 */
final class SchemaCompatibility {

	private static final Set<String> ANNOTATIONS = Set.of("$schema", "$id", "$defs", "$comment", "title", "description",
			"examples", "default", "deprecated");

	private static final Set<String> UPPER_LIMITS = Set.of("maxLength", "maximum", "maxItems", "maxProperties");

	private static final Set<String> LOWER_LIMITS = Set.of("minLength", "minimum", "minItems", "minProperties");

	private final JsonNode released;

	private final JsonNode current;

	private final List<String> problems = new ArrayList<>();

	private SchemaCompatibility(JsonNode released, JsonNode current) {
		this.released = released;
		this.current = current;
	}

	/**
	 * Returns a sentence for each incompatible change.
	 * @param released the schema of the earlier release
	 * @param current the current schema
	 * @return an empty list if all changes are compatible
	 */
	static List<String> problems(JsonNode released, JsonNode current) {
		SchemaCompatibility comparison = new SchemaCompatibility(released, current);
		String name = eventType(released);
		if (!name.equals(eventType(current))) {
			comparison.problems
				.add("The event %s was renamed to %s. Publishers send the old name: keep it, and add another event."
					.formatted(name, eventType(current)));
		}
		comparison.compare(name, released, current);
		return comparison.problems;
	}

	private static String eventType(JsonNode schema) {
		return schema.at("/properties/eventType/const").asString();
	}

	private void compare(String path, JsonNode unresolvedOld, JsonNode unresolvedNew) {
		JsonNode oldSchema = resolve(this.released, unresolvedOld);
		JsonNode newSchema = resolve(this.current, unresolvedNew);
		Set<String> keywords = new TreeSet<>();
		oldSchema.propertyNames().forEach(keywords::add);
		newSchema.propertyNames().forEach(keywords::add);
		keywords.removeAll(ANNOTATIONS);
		for (String keyword : keywords) {
			compareKeyword(path, keyword, oldSchema.path(keyword), newSchema.path(keyword));
		}
	}

	private void compareKeyword(String path, String keyword, JsonNode before, JsonNode after) {
		if (keyword.equals("properties")) {
			compareProperties(path, before, after);
		}
		else if (keyword.equals("required")) {
			compareRequired(path, before, after);
		}
		else if (keyword.equals("anyOf") || keyword.equals("enum")) {
			require(after.isMissingNode() || (!before.isMissingNode() && values(after).containsAll(values(before))),
					"%s accepts fewer alternatives than before (%s). Publishers use all of them.", path, keyword);
		}
		else if (keyword.equals("allOf")) {
			require(values(before).containsAll(values(after)), "%s has a new rule (%s). Publishers do not keep it.",
					path, keyword);
		}
		else if (UPPER_LIMITS.contains(keyword)) {
			require(after.isMissingNode() || (before.isNumber() && after.asDouble() >= before.asDouble()),
					"%s has the lower limit %s %s. Publishers use the earlier one.", path, keyword, after);
		}
		else if (LOWER_LIMITS.contains(keyword)) {
			require(after.isMissingNode() || (before.isNumber() && after.asDouble() <= before.asDouble()),
					"%s has the higher limit %s %s. Publishers use the earlier one.", path, keyword, after);
		}
		else if (keyword.equals("additionalProperties")) {
			require(after.equals(before) || after.isMissingNode() || after.asBoolean(false),
					"%s no longer allows unknown fields. Publishers send some.", path);
		}
		else if (keyword.equals("pattern") || keyword.equals("format")) {
			require(after.equals(before) || after.isMissingNode(),
					"%s has another %s. Whether it accepts less cannot be decided: add an alternative (anyOf) instead.",
					path, keyword);
		}
		else if (!path.endsWith(".eventType") || !keyword.equals("const")) {
			require(after.equals(before),
					"%s has another value of %s, and this comparison does not know whether it accepts less.", path,
					keyword);
		}
	}

	private void compareProperties(String path, JsonNode before, JsonNode after) {
		for (Map.Entry<String, JsonNode> property : before.properties()) {
			String field = path + '.' + property.getKey();
			if (after.has(property.getKey())) {
				compare(field, property.getValue(), after.get(property.getKey()));
			}
			else {
				this.problems.add(
						"%s was removed. Publishers send it, and the consumers would ignore it: keep it, or define another event."
							.formatted(field));
			}
		}
	}

	private void compareRequired(String path, JsonNode before, JsonNode after) {
		for (JsonNode name : after) {
			require(values(before).contains(name),
					"%s.%s is required now. Publishers do not send it: make it optional, or define another event.",
					path, name.asString());
		}
	}

	private void require(boolean compatible, String problem, Object... arguments) {
		if (!compatible) {
			this.problems.add(problem.formatted(arguments));
		}
	}

	/** Without annotations, as they do not change what a schema accepts. */
	private static Set<JsonNode> values(JsonNode array) {
		Set<JsonNode> values = new HashSet<>();
		for (JsonNode value : array) {
			JsonNode copy = value.deepCopy();
			if (copy.isObject()) {
				copy.asObject().remove(ANNOTATIONS);
			}
			values.add(copy);
		}
		return values;
	}

	private static JsonNode resolve(JsonNode root, JsonNode schema) {
		JsonNode reference = schema.path("$ref");
		if (reference.isMissingNode()) {
			return schema;
		}
		JsonNode merged = root.at(reference.asString().substring(1)).deepCopy();
		schema.properties().forEach((keyword) -> {
			if (!keyword.getKey().equals("$ref") && !ANNOTATIONS.contains(keyword.getKey())) {
				throw new IllegalStateException("Rules beside a reference are not compared: " + keyword.getKey());
			}
		});
		return merged;
	}

}
