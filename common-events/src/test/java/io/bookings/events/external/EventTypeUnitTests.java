package io.bookings.events.external;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.ContentHash;
import io.bookings.events.EventField;
import io.bookings.events.EventType;
import io.bookings.events.InvalidEventException;
import io.bookings.events.Rule;
import io.bookings.events.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests that an event of another package needs nothing but its {@link EventType}.
 */
class EventTypeUnitTests {

	private static final BookingMoved MOVED = new BookingMoved("booking-1", "provider-1",
			Instant.parse("2025-02-19T10:00:00Z"), Instant.parse("2025-02-19T09:00:00Z"));

	private static final String JSON = "{\"bookingId\":\"booking-1\",\"providerId\":\"provider-1\","
			+ "\"movedTo\":\"2025-02-19T10:00:00Z\",\"eventType\":\"BOOKING_MOVED\","
			+ "\"timestamp\":\"2025-02-19T09:00:00Z\"}";

	@Test
	void externalEventIsReadAndWritten() {
		assertThat(BookingEventCodec.decode(JSON, BookingMoved.TYPE)).isEqualTo(MOVED);
		assertThat(BookingEventCodec.encode(MOVED)).isEqualTo(JSON);
	}

	/* Another implementation computed the value, as in ContentHashUnitTests. */
	@Test
	void externalEventIsHashed() {
		assertThat(HexFormat.of().formatHex(ContentHash.of(MOVED)))
			.isEqualTo("ef0ac491ca71b1baaef300598237d3c63a523e0629b3340e4f6ebb25fd3c728e");
	}

	@Test
	void externalEventIsRejectedWithAllViolations() {
		String invalid = JSON.replace("booking-1", " ")
			.replace("\"provider-1\"", "7")
			.replace("10:00:00", "25:00:00")
			.replace("BOOKING_MOVED", "BOOKING_CREATED")
			.replace("timestamp", "time");
		InvalidEventException ex = catchThrowableOfType(InvalidEventException.class,
				() -> BookingEventCodec.decode(invalid, BookingMoved.TYPE));
		assertThat(ex.violations()).containsExactly(new Violation("providerId", Rule.NOT_A_STRING),
				new Violation("eventType", Rule.WRONG_EVENT_TYPE), new Violation("movedTo", Rule.NOT_A_DATE_TIME),
				new Violation("bookingId", Rule.BLANK), new Violation("timestamp", Rule.REQUIRED));
	}

	@Test
	void eventOfAnotherTypeIsRejected() {
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> BookingEventCodec.decode(JSON, BookingCreated.TYPE))
			.withMessageStartingWith("eventType must name the expected event type; userId is required; ");
	}

	@Test
	void fieldOfAnotherTypeIsRejected() {
		EventType<BookingMoved> incomplete = EventType.of("BOOKING_MOVED", BookingMoved.class, (document) -> {
			document.get(BookingMoved.PROVIDER_ID);
			return MOVED;
		}, List.of(BookingMoved.BOOKING_ID));
		assertThatIllegalArgumentException().isThrownBy(() -> BookingEventCodec.decode(JSON, incomplete))
			.withMessage("Not a field of the event: providerId");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bookingId", "eventType", "timestamp" })
	void twoFieldsOfTheSameNameAreRejected(String name) {
		List<EventField<BookingMoved, ?>> content = List.of(BookingMoved.BOOKING_ID,
				EventField.id(name, BookingMoved::providerId));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> EventType.of("BOOKING_MOVED", BookingMoved.class, (document) -> MOVED, content))
			.withMessageStartingWith("Two fields of BOOKING_MOVED have the same name: [bookingId, ");
	}

}
