package io.bookings.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.bookings.events.BookingEvent;

/**
 * The guide's examples of both events, and those who are told of them.
 */
final class Samples {

	/**
	 * The booking in the guide's examples. Its slot lies in the past.
	 */
	static final String BOOKING_ID = "test-123";

	static final String PROVIDER_CONTACT_PATH = "/providers/provider-789/contact";

	static final String PROVIDER_CONTACT = """
			{"name":"Praxis am Park","email":"provider-789@example.org","locale":"de",\
			"timeZone":"Europe/Berlin","channels":["email"]}""";

	static final String USER_PROFILE_PATH = "/users/user-456/profile";

	static final String USER_PROFILE = """
			{"name":"Kim Miller","email":"user-456@example.org","locale":"en",\
			"timeZone":"America/New_York","channels":["email"]}""";

	private Samples() {
	}

	/**
	 * @return the guide's example, byte for byte
	 */
	static String created() {
		return resource("booking-created.json");
	}

	/**
	 * @return the same for another booking, whose slot is tomorrow: nobody is told of a
	 * slot that has started
	 */
	static String createdForTomorrow(String bookingId) {
		return created().replace(BOOKING_ID, bookingId)
			.replaceAll("(\"slot(?:Start|End)\":\")[-0-9]+", "$1" + LocalDate.now(ZoneOffset.UTC).plusDays(1));
	}

	/**
	 * @return the guide's example, byte for byte
	 */
	static String confirmed() {
		return resource("booking-confirmed.json");
	}

	/**
	 * @return the same for another booking
	 */
	static String confirmed(String bookingId) {
		return confirmed().replace(BOOKING_ID, bookingId);
	}

	private static String resource(String name) {
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

}
