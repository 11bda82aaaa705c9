package io.bookings.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bookings.events.ContractTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class AsyncApiUnitTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Path NODE = Path.of("src", "test", "node");

	private final JsonNode document = AsyncApiDocument.read();

	@Test
	void schemasAndExamplesAreThoseOfTheContract() {
		Path file = GeneratedFile.RESOURCES.resolve(AsyncApiDocument.FILE);
		GeneratedFile.assertCurrent(file, AsyncApiDocument.generate(GeneratedFile.read(file)));
	}

	@Test
	void renderedPageIsCurrent() {
		Path page = Path.of("..", "docs", "contract.md");
		GeneratedFile.assertCurrent(page, ContractPage.generate(GeneratedFile.read(page), this.document));
	}

	@Test
	void everyReferenceIsResolved() {
		assertThat(AsyncApiDocument.references(this.document)).hasSizeGreaterThan(10)
			.allSatisfy((reference) -> assertThat(resolve(reference).isMissingNode()).as(reference).isFalse());
	}

	@Test
	void everyEventHasAMessageInItsOwnChannelThatOneOperationSends() {
		assertThat(this.document.get("asyncapi").asString()).isEqualTo("3.0.0");
		Set<String> sent = new HashSet<>();
		for (JsonNode operation : this.document.get("operations")) {
			assertThat(operation.get("action").asString()).isEqualTo("send");
			String channel = operation.at("/channel/$ref").asString();
			assertThat(resolve(channel).get("messages").size()).isEqualTo(1);
			assertThat(operation.get("messages").size()).isEqualTo(1);
			String message = operation.at("/messages/0/$ref").asString();
			assertThat(message).startsWith(channel + "/messages/");
			assertThat(sent.add(resolve(resolve(message).get("$ref").asString()).get("name").asString())).isTrue();
		}
		assertThat(sent).containsExactlyInAnyOrder(BookingCreated.TYPE.name(), BookingConfirmed.TYPE.name());
		assertThat(this.document.get("channels").size()).isEqualTo(sent.size());
	}

	@ParameterizedTest
	@ValueSource(strings = { "bookingCreated", "bookingConfirmed" })
	void examplesAreValidAndTheSecondRepeatsTheFirst(String message) {
		JsonNode examples = this.document.at("/components/messages/" + message + "/examples");
		assertThat(examples.size()).isEqualTo(2);
		Set<String> hashes = new HashSet<>();
		for (JsonNode example : examples) {
			hashes.add(ContractKit.hash(example.get("payload").toString(), type(message)));
			assertThat(schema("headers").validate(example.get("headers"))).isEmpty();
		}
		assertThat(hashes).hasSize(1);
		assertThat(examples.at("/0/payload").toString()).isEqualTo(GoldenPayload
			.resource((type(message) == BookingCreated.TYPE) ? "booking-created.json" : "booking-confirmed.json"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bookingCreated", "bookingConfirmed" })
	void schemaOfThePayloadHasTheVerdictsOfTheJsonSchema(String message) {
		Schema schema = schema(message);
		List<Row> rows = ContractTable.rows()
			.filter((row) -> row.type() == type(message))
			.filter((row) -> ContractUnitTests.document(row) != null)
			.toList();
		assertThat(rows).hasSizeGreaterThan(100)
			.allSatisfy((row) -> assertThat(schema.validate(ContractUnitTests.document(row)).isEmpty()).as(row.name())
				.isEqualTo(row.schemaAccepts()));
	}

	/** The description of the content hash refers to this order. */
	@ParameterizedTest
	@ValueSource(strings = { "bookingCreated", "bookingConfirmed" })
	void fieldsAreInTheOrderOfTheContentHash(String message) {
		assertThat(this.document.at("/components/schemas/" + message + "/properties").propertyNames())
			.containsExactlyElementsOf(type(message).fieldNames());
	}

	/** Nothing is installed by the build, which does not need the network. */
	@Test
	void parserOfAsyncApiReportsNothing() throws IOException, InterruptedException {
		assumeThat(Files.isDirectory(NODE.resolve("node_modules/@asyncapi/parser")))
			.as("Skipped, because the parser of AsyncAPI is not installed. To install it: npm install --prefix common-events/%s",
					NODE)
			.isTrue();
		List<String> command = new ArrayList<>(List.of("node", NODE.resolve("validate-asyncapi.cjs").toString()));
		command.add(GeneratedFile.RESOURCES.resolve(AsyncApiDocument.FILE).toString());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(output).isEqualToIgnoringNewLines("valid");
	}

	private JsonNode resolve(String reference) {
		assertThat(reference).startsWith("#/");
		return this.document.at(reference.substring(1));
	}

	private Schema schema(String name) {
		ObjectNode root = JSON.createObjectNode();
		root.putArray("allOf").addObject().put("$ref", "#/components/schemas/" + name);
		root.set("components", this.document.get("components"));
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(root);
	}

	private static EventType<?> type(String message) {
		return message.equals("bookingCreated") ? BookingCreated.TYPE : BookingConfirmed.TYPE;
	}

}
