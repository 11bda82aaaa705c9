package io.bookings.events;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.bookings.events.ContractKit.Case;
import io.bookings.events.check.EventCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EventCheckUnitTests {

	private static final String MALFORMED = "$ must be well-formed JSON";

	@ParameterizedTest
	@MethodSource("kit")
	void verdictIsThatOfTheKit(Case entry) {
		EventCheck check = EventCheck.of(entry.body().getBytes(StandardCharsets.UTF_8), entry.event());
		assertThat(check.violations()).extracting((violation) -> violation.path() + ' ' + violation.rule())
			.containsExactlyInAnyOrderElementsOf(entry.violations());
		assertThat(check.isValid()).isEqualTo(entry.valid());
		assertThat(check.contentHash()).isEqualTo(entry.valid() ? entry.contentHash() : null);
	}

	@ParameterizedTest
	@MethodSource("kit")
	void eventNeedsNoName(Case entry) {
		EventCheck check = check(entry.body());
		boolean otherType = entry.violations().contains("eventType WRONG_EVENT_TYPE");
		if (entry.valid()) {
			assertThat(check.eventType()).isEqualTo(entry.event());
		}
		assertThat(check.isValid() || otherType).isEqualTo(entry.valid() || otherType);
	}

	@Test
	void bodyIsCheckedAsTheEventThatItNames() {
		EventCheck check = check(GoldenPayload.CREATED_JSON.replace("user-456", " ").replace("11:00", "10:00"));
		assertThat(check.eventType()).isEqualTo("BOOKING_CREATED");
		assertThat(check.violations()).containsExactly(new Violation("userId", Rule.BLANK),
				new Violation("slotEnd", Rule.NOT_AFTER_SLOT_START));
	}

	@Test
	void bodyOfAnUnknownEventHasTheViolationsOfAllEvents() {
		EventCheck check = check(
				GoldenPayload.CREATED_JSON.replace("BOOKING_CREATED", "BOOKING_MADE").replace("test-123", ""));
		assertThat(check.eventType()).isNull();
		assertThat(check.violations()).containsExactly(new Violation("eventType", Rule.WRONG_EVENT_TYPE),
				new Violation("bookingId", Rule.BLANK));
		assertThat(check("{").violations()).extracting(Violation::toString).containsExactly(MALFORMED);
	}

	@Test
	void bytesThatAreNotUtf8AreMalformed() {
		byte[] latin1 = GoldenPayload.CREATED_JSON.replace("user", "\u00FCser").getBytes(StandardCharsets.ISO_8859_1);
		assertThat(EventCheck.of(latin1, null).violations()).extracting(Violation::toString).containsExactly(MALFORMED);
	}

	@Test
	void unknownExpectedEventIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EventCheck.of(new byte[0], "BOOKING_MADE"))
			.withMessage("BOOKING_MADE is not an event: use one of BOOKING_CREATED, BOOKING_CONFIRMED.");
		assertThat(EventCheck.eventTypes()).isEqualTo(List.of("BOOKING_CREATED", "BOOKING_CONFIRMED"));
	}

	@Test
	void everyEventWithASchemaIsChecked() throws IOException {
		List<String> names = new ArrayList<>();
		try (DirectoryStream<Path> schemas = Files.newDirectoryStream(GeneratedFile.RESOURCES, "*.schema.json")) {
			for (Path schema : schemas) {
				names.add(new JsonMapper().readTree(schema).at("/properties/eventType/const").asString());
			}
		}
		assertThat(EventCheck.eventTypes()).containsExactlyInAnyOrderElementsOf(names);
	}

	static Stream<Case> kit() {
		return ContractKit.read(GoldenPayload.resource(ContractKit.FILE)).stream();
	}

	private static EventCheck check(String body) {
		return EventCheck.of(body.getBytes(StandardCharsets.UTF_8), null);
	}

}
