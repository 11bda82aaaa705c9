package io.bookings.events;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bookings.events.ContractTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests the codec and the published JSON Schemas with the documents of the
 * {@link ContractTable}.
 */
class ContractUnitTests {

	private static final Set<String> BEYOND_SCHEMA = Set.of("slotEnd after slotStart", "duplicate keys",
			"trailing content", "size", "offset over the range's edge");

	private static final SchemaRegistry REGISTRY = SchemaRegistry
		.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

	private static final Map<EventType<?>, Schema> SCHEMAS = Map.of(BookingCreated.TYPE,
			REGISTRY.getSchema(GoldenPayload.resource("booking-created.schema.json")), BookingConfirmed.TYPE,
			REGISTRY.getSchema(GoldenPayload.resource("booking-confirmed.schema.json")));

	/* JSON Schema validates the parsed value, not the text. */
	private static final JsonMapper LENIENT = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(500)
				.maxNumberLength(10_000)
				.maxNameLength(100_000)
				.build())
			.build())
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	@ParameterizedTest
	@MethodSource("io.bookings.events.ContractTable#rows")
	void codecFindsEveryViolationAndNothingElse(Row row) {
		InvalidEventException rejection = catchThrowableOfType(InvalidEventException.class,
				() -> BookingEventCodec.decode(row.payload(), row.type()));
		List<Violation> violations = (rejection != null) ? rejection.violations() : List.of();
		assertThat(violations).extracting((violation) -> violation.path() + ' ' + violation.rule())
			.containsExactlyInAnyOrderElementsOf(row.violations());
	}

	@ParameterizedTest
	@MethodSource("io.bookings.events.ContractTable#rows")
	void schemaAgreesWithTheTable(Row row) {
		assertThat(schemaAccepts(row)).isEqualTo(row.schemaAccepts());
	}

	@Test
	void codecAndSchemaDifferOnlyInWhatJsonSchemaCannotExpress() {
		Set<String> kinds = ContractTable.rows()
			.filter((row) -> row.codecAccepts() != row.schemaAccepts())
			.map((row) -> row.name().substring(0, Math.max(0, row.name().indexOf(": "))))
			.collect(Collectors.toSet());
		assertThat(kinds).isEqualTo(BEYOND_SCHEMA);
	}

	@Test
	void schemaAcceptsEverythingThatTheCodecAccepts() {
		assertThat(ContractTable.rows()).filteredOn(Row::codecAccepts).allMatch(Row::schemaAccepts);
	}

	@Test
	void tableIsLargeAndItsRowsAreDistinct() {
		List<Row> rows = ContractTable.rows().toList();
		assertThat(rows).hasSizeGreaterThan(80);
		assertThat(rows).extracting((row) -> row.type().name() + row.name()).doesNotHaveDuplicates();
		assertThat(rows).extracting((row) -> row.type().name() + row.payload()).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(strings = { "booking-created.schema.json", "booking-confirmed.schema.json" })
	void schemaIsValidForDraft202012(String schema) {
		Schema metaSchema = REGISTRY.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
		assertThat(metaSchema.validate(GoldenPayload.resource(schema), InputFormat.JSON)).isEmpty();
	}

	@Test
	void codecAndSchemaAgreeOnEveryDayOfTheRange() {
		Schema schema = SCHEMAS.get(BookingConfirmed.TYPE);
		String golden = GoldenPayload.resource("booking-confirmed.json");
		Stream.iterate(1999, (year) -> year + 1).limit(202).forEach((year) -> {
			for (String day : List.of("02-28", "02-29", "02-30", "04-30", "04-31", "12-31", "12-32")) {
				String payload = golden.replace("2025-02-19", year + "-" + day);
				assertThat(isValid(payload, BookingConfirmed.TYPE)).as(payload)
					.isEqualTo(schema.validate(payload, InputFormat.JSON).isEmpty());
			}
		});
	}

	private static boolean schemaAccepts(Row row) {
		JsonNode document = document(row);
		return document != null && SCHEMAS.get(row.type()).validate(document).isEmpty();
	}

	/**
	 * Returns the parsed document of a row, or null if it cannot be parsed.
	 */
	static JsonNode document(Row row) {
		try {
			JsonNode document = LENIENT.readTree(row.payload());
			return document.isMissingNode() ? null : document;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static boolean isValid(String payload, EventType<?> type) {
		return catchThrowableOfType(InvalidEventException.class, () -> BookingEventCodec.decode(payload, type)) == null;
	}

}
