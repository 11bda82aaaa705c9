package io.bookings.sandbox;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SampleTourUnitTests {

	@Test
	void theExamplesAreTheGuides() {
		assertThat(SampleTour.example("booking-created.json"))
			.startsWith("{\"bookingId\":\"test-123\",\"userId\":\"user-456\",");
		assertThat(SampleTour.example("booking-confirmed.json")).contains("BOOKING_CONFIRMED");
	}

}
