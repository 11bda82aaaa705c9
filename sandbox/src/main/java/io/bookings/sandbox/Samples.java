package io.bookings.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.bookings.events.BookingEvent;

/**
 * The contract's examples of the events.
 */
final class Samples {

	/**
	 * The booking in the examples. Its slot is in the past.
	 */
	static final String BOOKING_ID = "test-123";

	private Samples() {
	}

	/**
	 * @return the example of the event that a service consumes, byte for byte
	 */
	static String event(ServiceKind kind) {
		String name = kind.sampleEvent();
		try (InputStream stream = BookingEvent.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException("No resource " + name);
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * @return the example for another booking
	 */
	static String event(ServiceKind kind, String bookingId) {
		return event(kind).replace(BOOKING_ID, bookingId);
	}

	/**
	 * @return the example for another booking, whose slot, if the event has one, is
	 * tomorrow: notifications of a slot that has started expire
	 */
	static String eventForTomorrow(ServiceKind kind, String bookingId) {
		return event(kind, bookingId).replaceAll("(\"slot(?:Start|End)\":\")[-0-9]+",
				"$1" + LocalDate.now(ZoneOffset.UTC).plusDays(1));
	}

}
