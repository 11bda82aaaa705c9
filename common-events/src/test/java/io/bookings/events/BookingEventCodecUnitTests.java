package io.bookings.events;

import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BookingEventCodecUnitTests {

	@Test
	void goldenPayloadsAreReadAsTheirEvents() {
		assertThat(BookingEventCodec.decode(GoldenPayload.CREATED_JSON, BookingCreated.TYPE))
			.isEqualTo(GoldenPayload.CREATED);
		assertThat(BookingEventCodec.decode(GoldenPayload.CONFIRMED_JSON, BookingConfirmed.TYPE))
			.isEqualTo(GoldenPayload.CONFIRMED);
	}

	@Test
	void eventsAreWrittenAsTheirGoldenPayloadsByteForByte() {
		assertThat(BookingEventCodec.encode(GoldenPayload.CREATED)).isEqualTo(GoldenPayload.CREATED_JSON);
		assertThat(BookingEventCodec.encode(GoldenPayload.CONFIRMED)).isEqualTo(GoldenPayload.CONFIRMED_JSON);
	}

	@Test
	void goldenPayloadOfBookingCreatedNeverChanges() {
		assertThat(GoldenPayload.CREATED_JSON).isEqualTo("{\"bookingId\":\"test-123\",\"userId\":\"user-456\","
				+ "\"providerId\":\"provider-789\",\"slotId\":\"slot-001\",\"slotStart\":\"2025-02-19T10:00:00Z\","
				+ "\"slotEnd\":\"2025-02-19T11:00:00Z\",\"eventType\":\"BOOKING_CREATED\","
				+ "\"timestamp\":\"2025-02-19T09:55:00Z\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "\"quoted\" \\ and / slashed", "Bücher € 😀", "a\u2028b\u00ADc\uFFFF", "\u200B" })
	void anyIdentifierSurvivesTheRoundTrip(String id) {
		BookingCreated event = new BookingCreated(id, id, id, id, Instant.parse("2000-01-01T00:00:00Z"),
				Instant.parse("2199-12-31T23:59:59.999999999Z"), Instant.parse("2025-02-19T10:00:00.120Z"));
		assertThat(BookingEventCodec.decode(BookingEventCodec.encode(event), BookingCreated.TYPE)).isEqualTo(event);
	}

	@Test
	void slashIsNotEscaped() {
		BookingConfirmed event = new BookingConfirmed("a/b", "c", Instant.parse("2025-02-19T10:00:00Z"),
				Instant.parse("2025-02-19T10:00:00Z"));
		assertThat(BookingEventCodec.encode(event)).startsWith("{\"bookingId\":\"a/b\",\"providerId\":\"c\",");
	}

	@Test
	void instantsAreNormalizedToUtc() {
		String payload = GoldenPayload.CONFIRMED_JSON.replace("09:58:00Z", "15:28:00.000+05:30");
		assertThat(BookingEventCodec.decode(payload, BookingConfirmed.TYPE)).isEqualTo(GoldenPayload.CONFIRMED);
	}

	@Test
	void violationsOfDocumentAndValuesAreReportedTogether() {
		String payload = """
				{"bookingId": 7, "userId": " ", "providerId": "%s", "slotId": "a", "slotId": "b", "secret": 1, "secret": 2,
				"slotStart": "2025-02-19T10:00:00Z", "slotEnd": "2025-02-19T09:00:00Z", "eventType": "OTHER",
				"timestamp": "yesterday"} trailing"""
			.formatted("p".repeat(129));
		InvalidEventException rejection = rejection(payload, BookingCreated.TYPE);
		assertThat(rejection.violations()).containsExactlyInAnyOrder(new Violation("bookingId", Rule.NOT_A_STRING),
				new Violation("userId", Rule.BLANK), new Violation("providerId", Rule.TOO_LONG),
				new Violation("slotId", Rule.DUPLICATE_KEY), new Violation("$", Rule.DUPLICATE_KEY),
				new Violation("slotEnd", Rule.NOT_AFTER_SLOT_START), new Violation("eventType", Rule.WRONG_EVENT_TYPE),
				new Violation("timestamp", Rule.NOT_A_DATE_TIME), new Violation("$", Rule.TRAILING_CONTENT));
	}

	@Test
	void messageListsPathsAndRules() {
		String payload = GoldenPayload.CONFIRMED_JSON.replace("\"test-123\"", "null").replace("09:58:01Z", "never");
		assertThat(rejection(payload, BookingConfirmed.TYPE))
			.hasMessage("timestamp must be an RFC 3339 date-time; bookingId is required");
	}

	@Test
	void nullBodyCountsAsEmpty() {
		assertThat(rejection(null, BookingCreated.TYPE)).hasMessage("$ must not be empty");
	}

	@Test
	void repeatedViolationIsReportedOnce() {
		String payload = GoldenPayload.CREATED_JSON.replace("{", "{\"x\":1,\"x\":1,\"x\":1,\"y\":{\"z\":1,\"z\":1},");
		assertThat(rejection(payload, BookingCreated.TYPE).violations())
			.containsExactly(new Violation("$", Rule.DUPLICATE_KEY));
	}

	@Test
	void exceptionContainsNoValuesAndNoUnknownNames() {
		String marker = "MaRkEr";
		Predicate<String> hasMarker = (text) -> text.toLowerCase(Locale.ROOT).contains("marker");
		String golden = GoldenPayload.CREATED_JSON;
		Stream
			.of(marker, '"' + marker, '"' + marker + '"', '{' + marker, "{\"" + marker, "{\"" + marker + "\":" + marker,
					golden + marker, golden.replace("{", "{\"" + marker + "\":1,\"" + marker + "\":2,"),
					golden.replace("\"user-456\"", marker), golden.replace("\"user-456\"", '"' + marker + "\\x\""),
					golden.replace("\"user-456\"", "{\"" + marker + "\":1,\"" + marker + "\":1}"),
					golden.replace("user-456", marker + "\\u0000"), golden.replace("user-456", marker.repeat(50)),
					golden.replace("BOOKING_CREATED", marker), golden.replace("2025-02-19T09:55:00Z", marker))
			.forEach((payload) -> {
				InvalidEventException rejection = rejection(payload, BookingCreated.TYPE);
				assertThat(rejection).as(payload).hasNoCause().hasNoSuppressedExceptions();
				assertThat(rejection.toString()).as(payload).doesNotMatch(hasMarker);
				assertThat(rejection.violations().toString()).as(payload).doesNotMatch(hasMarker);
			});
	}

	private static InvalidEventException rejection(String payload, EventType<?> type) {
		InvalidEventException rejection = catchThrowableOfType(InvalidEventException.class,
				() -> BookingEventCodec.decode(payload, type));
		assertThat(rejection).as(payload).isNotNull();
		return rejection;
	}

}
