package io.bookings.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The golden payloads, as JSON and as events.
 */
final class GoldenPayload {

	static final BookingCreated CREATED = new BookingCreated("test-123", "user-456", "provider-789", "slot-001",
			Instant.parse("2025-02-19T10:00:00Z"), Instant.parse("2025-02-19T11:00:00Z"),
			Instant.parse("2025-02-19T09:55:00Z"));

	static final BookingConfirmed CONFIRMED = new BookingConfirmed("test-123", "provider-789",
			Instant.parse("2025-02-19T09:58:00Z"), Instant.parse("2025-02-19T09:58:01Z"));

	static final String CREATED_JSON = resource("booking-created.json");

	static final String CONFIRMED_JSON = resource("booking-confirmed.json");

	private GoldenPayload() {
	}

	static String resource(String name) {
		try (InputStream stream = BookingEvent.class.getResourceAsStream(name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
