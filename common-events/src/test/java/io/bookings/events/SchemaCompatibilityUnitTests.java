package io.bookings.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that publishers of each released version of the contract can go on. The directory
 * {@code src/test/resources/released} has a copy of each version, and each release adds
 * one (CONTRIBUTING.md).
 */
class SchemaCompatibilityUnitTests {

	private static final Path RELEASED = Path.of("src", "test", "resources", "released");

	private static final JsonMapper JSON = new JsonMapper();

	@ParameterizedTest
	@MethodSource("releasedSchemas")
	void currentSchemaAcceptsWhatTheReleasedOneAccepts(Path released) {
		Path current = GeneratedFile.RESOURCES.resolve(released.getFileName());
		assertThat(current).as("%s was removed or renamed. Publishers still send its event.", current).exists();
		assertThat(SchemaCompatibility.problems(JSON.readTree(released), JSON.readTree(current))).isEmpty();
	}

	/** A hash is stored for weeks, so an upgrade must not change it. */
	@ParameterizedTest
	@MethodSource("releasedKits")
	void validBodiesOfAReleasedKitAreStillValidAndKeepTheirHashes(Path released) {
		List<ContractKit.Case> valid = ContractKit.read(GeneratedFile.read(released))
			.stream()
			.filter(ContractKit.Case::valid)
			.toList();
		assertThat(valid).isNotEmpty()
			.allSatisfy((entry) -> assertThat(ContractKit.hash(entry.body(), entry.type())).as(entry.toString())
				.isEqualTo(entry.contentHash()));
	}

	@Test
	void changedSchemaHasANewVersion() {
		Path version = RELEASED.resolve(AsyncApiDocument.read().at("/info/version").asString());
		assertThat(releasedSchemas().filter((released) -> released.startsWith(version))).allSatisfy(
				(released) -> assertThat(JSON.readTree(GeneratedFile.RESOURCES.resolve(released.getFileName())))
					.as("The released version %s has another schema: raise info.version in asyncapi.yaml.",
							version.getFileName())
					.isEqualTo(JSON.readTree(released)));
	}

	@Test
	void unchangedSchemaIsCompatible() {
		assertThat(problems((schema) -> {
		})).isEmpty();
	}

	@Test
	void additionsAreCompatible() {
		assertThat(problems((schema) -> {
			property(schema, "note").put("$ref", "#/$defs/id").put("description", "A new field.");
			definition(schema, "id").put("maxLength", 256);
			((ArrayNode) definition(schema, "id").get("allOf")).remove(1);
			((ArrayNode) definition(schema, "instant").get("anyOf")).addObject().put("const", "now");
			((ArrayNode) schema.get("required")).remove(1);
			schema.put("description", "Other words.");
		})).isEmpty();
	}

	@Test
	void removedFieldIsNotCompatible() {
		assertThat(problems((schema) -> ((ObjectNode) schema.get("properties")).remove("slotId"))).containsExactly(
				"BOOKING_CREATED.slotId was removed. Publishers send it, and the consumers would ignore it: "
						+ "keep it, or define another event.");
	}

	@Test
	void narrowedRulesAreNotCompatible() {
		assertThat(problems((schema) -> definition(schema, "id").put("maxLength", 64)))
			.contains("BOOKING_CREATED.bookingId has the lower limit maxLength 64. Publishers use the earlier one.")
			.hasSize(4);
		assertThat(problems((schema) -> property(schema, "userId").put("$ref", "#/$defs/instant")))
			.anyMatch((problem) -> problem.startsWith("BOOKING_CREATED.userId accepts fewer alternatives"));
		assertThat(problems((schema) -> ((ArrayNode) definition(schema, "instant").get("anyOf")).remove(0))).hasSize(3)
			.allMatch((problem) -> problem.contains(" accepts fewer alternatives than before (anyOf)."));
		assertThat(problems(
				(schema) -> ((ArrayNode) definition(schema, "id").get("allOf")).addObject().put("pattern", "^[a-z]*$")))
			.contains("BOOKING_CREATED.slotId has a new rule (allOf). Publishers do not keep it.");
		assertThat(problems((schema) -> definition(schema, "id").put("minLength", 2)))
			.contains("BOOKING_CREATED.slotId has the higher limit minLength 2. Publishers use the earlier one.");
		assertThat(problems((schema) -> definition(schema, "id").put("pattern", "^[a-z]*$"))).hasSize(4);
		assertThat(problems((schema) -> schema.put("additionalProperties", false)))
			.containsExactly("BOOKING_CREATED no longer allows unknown fields. Publishers send some.");
	}

	@Test
	void newRequiredFieldIsNotCompatible() {
		assertThat(problems((schema) -> {
			property(schema, "note").put("$ref", "#/$defs/id");
			((ArrayNode) schema.get("required")).add("note");
		})).containsExactly("BOOKING_CREATED.note is required now. Publishers do not send it: make it optional, "
				+ "or define another event.");
	}

	@Test
	void renamedEventIsNotCompatible() {
		assertThat(problems((schema) -> property(schema, "eventType").put("const", "BOOKING_REQUESTED")))
			.containsExactly(
					"The event BOOKING_CREATED was renamed to BOOKING_REQUESTED. Publishers send the old name: "
							+ "keep it, and add another event.");
	}

	@Test
	void changeOfAnUnknownKeywordIsReported() {
		assertThat(problems((schema) -> definition(schema, "id").put("type", "number"))).hasSize(4)
			.first()
			.asString()
			.isEqualTo(
					"BOOKING_CREATED.bookingId has another value of type, and this comparison does not know whether it "
							+ "accepts less.");
		assertThat(problems((schema) -> definition(schema, "id").put("contentEncoding", "base64"))).hasSize(4);
	}

	static Stream<Path> releasedSchemas() {
		return released("*.schema.json");
	}

	static Stream<Path> releasedKits() {
		return released(ContractKit.FILE);
	}

	private static Stream<Path> released(String files) {
		try (Stream<Path> paths = Files.walk(RELEASED)) {
			return paths
				.filter((path) -> path.getFileSystem().getPathMatcher("glob:" + files).matches(path.getFileName()))
				.sorted()
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> problems(Consumer<ObjectNode> change) {
		JsonNode released = JSON.readTree(GoldenPayload.resource("booking-created.schema.json"));
		ObjectNode current = (ObjectNode) released.deepCopy();
		change.accept(current);
		return SchemaCompatibility.problems(released, current);
	}

	private static ObjectNode property(ObjectNode schema, String name) {
		return object((ObjectNode) schema.get("properties"), name);
	}

	private static ObjectNode definition(ObjectNode schema, String name) {
		return object((ObjectNode) schema.get("$defs"), name);
	}

	private static ObjectNode object(ObjectNode parent, String name) {
		return parent.has(name) ? (ObjectNode) parent.get(name) : parent.putObject(name);
	}

}
