package io.bookings.sandbox;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SamplesUnitTests {

	@Test
	void theExamplesAreThoseOfTheContract() {
		assertThat(Samples.event(ServiceKind.PROVIDER))
			.startsWith("{\"bookingId\":\"test-123\",\"userId\":\"user-456\",");
		assertThat(Samples.event(ServiceKind.USER)).startsWith("{\"bookingId\":\"test-123\",")
			.contains("BOOKING_CONFIRMED");
	}

	@Test
	void theExampleForTomorrowHasAnotherBookingWithASlotInTheFuture() {
		String event = Samples.eventForTomorrow(ServiceKind.PROVIDER, "test-124");
		assertThat(event).startsWith("{\"bookingId\":\"test-124\",\"userId\":\"user-456\",");
		assertThat(time(event, "slotStart")).isAfter(Instant.now()).isBefore(time(event, "slotEnd"));
		assertThat(time(event, "timestamp")).isEqualTo("2025-02-19T09:55:00Z");
	}

	private static Instant time(String event, String field) {
		Matcher matcher = Pattern.compile("\"%s\":\"([^\"]+)\"".formatted(field)).matcher(event);
		assertThat(matcher.find()).isTrue();
		return Instant.parse(matcher.group(1));
	}

}
