package io.bookings.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;

import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.Booking;
import io.bookings.sandbox.ServiceKind;

/**
 * Everything that a run publishes, and therefore what the services must store. It is
 * computed from the seed and needs no memory.
 *
 * @param seed the seed of the run
 * @param bookings the number of bookings
 */
record ExpectedState(long seed, int bookings) {

	/** The number of providers and of users, who all have a contact. */
	static final int RECIPIENTS = 50;

	private static final String PREFIX = "b-";

	/** Far in the future: no notification expires. */
	private static final Instant START = Instant.parse("2099-01-01T00:00:00Z");

	private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");

	private static final int LARGE = 900_000;

	/**
	 * Returns the pattern of a booking's messages, which is the same for all services.
	 */
	MessagePattern pattern(int number) {
		int share = random(number).nextInt(1000);
		if (share < 30) {
			return MessagePattern.MALFORMED;
		}
		if (share < 60) {
			return MessagePattern.CONFLICTING;
		}
		if (share < 62) {
			return MessagePattern.LARGE;
		}
		if (share < 160) {
			return MessagePattern.DUPLICATE_AT_ONCE;
		}
		if (share < 260) {
			return MessagePattern.DUPLICATE_LATER;
		}
		return (share < 300) ? MessagePattern.DUPLICATE_AT_THE_END : MessagePattern.SINGLE;
	}

	/**
	 * Returns the content of a booking's messages.
	 * @param other whether the content differs from that of the first message
	 */
	Booking booking(int number, boolean other) {
		Instant start = START.plus(Duration.ofHours(number));
		return new Booking(PREFIX + number, user(number), "provider-" + number % RECIPIENTS,
				other ? "slot-other" : "slot-" + number, start, start.plus(Duration.ofHours(1)),
				ACCEPTED.plusSeconds(other ? number + 1 : number));
	}

	/**
	 * Returns the body of a booking's message, with a new time stamp on each call, as
	 * publishers create it.
	 */
	String body(ServiceKind kind, int number, boolean other) {
		String body = BookingEventCodec.encode(kind.event(booking(number, other)));
		return switch (pattern(number)) {
			case MALFORMED -> malformed(kind, number, body);
			case LARGE -> body.replaceFirst("}$", ",\"note\":\"" + "n".repeat(LARGE) + "\"}");
			default -> body;
		};
	}

	private static ServiceKind another(ServiceKind kind) {
		return ServiceKind.values()[(kind.ordinal() + 1) % ServiceKind.values().length];
	}

	private String malformed(ServiceKind kind, int number, String body) {
		Random random = random(-number - 1);
		return switch (random.nextInt(6)) {
			case 0 -> body.substring(0, random.nextInt(1, body.length()));
			case 1 -> body.replace(PREFIX + number, "\\u0000; drop table booking_request; --");
			case 2 -> BookingEventCodec.encode(another(kind).event(booking(number, false)));
			case 3 -> body.replace("\"timestamp\":\"2", "\"timestamp\":\"X");
			case 4 -> "[".repeat(10_000);
			default -> body.replaceFirst("\"bookingId\":\"[^\"]*\",", "");
		};
	}

	String user(int number) {
		return "user-" + number % RECIPIENTS;
	}

	/**
	 * Returns the number of the booking with an id, or -1 if this run has not published
	 * it.
	 */
	int number(String bookingId) {
		int number = bookingId.matches(PREFIX + "\\d{1,9}") ? Integer.parseInt(bookingId.substring(PREFIX.length()))
				: -1;
		return (number < this.bookings) ? number : -1;
	}

	/**
	 * Returns the bookings that must take effect.
	 */
	IntStream valid() {
		return IntStream.range(0, this.bookings).filter((number) -> pattern(number) != MessagePattern.MALFORMED);
	}

	private Random random(int number) {
		return new Random(this.seed * 1_000_003L + number);
	}

	/**
	 * Which messages are sent for a booking.
	 */
	enum MessagePattern {

		SINGLE,

		/** Two copies in one request. */
		DUPLICATE_AT_ONCE,

		/** A duplicate some seconds later. */
		DUPLICATE_LATER,

		/** A duplicate after everything has been settled. */
		DUPLICATE_AT_THE_END,

		/**
		 * A second message with other content some seconds later. Either of them may be
		 * processed first, because SQS keeps no order.
		 */
		CONFLICTING,

		/** Almost as large as SQS allows. */
		LARGE,

		/** One message that is not a valid event. */
		MALFORMED

	}

}
