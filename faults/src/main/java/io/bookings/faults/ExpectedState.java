package io.bookings.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;

import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.Booking;
import io.bookings.sandbox.SandboxService.Kind;

/**
 * Everything that a run publishes, computed from its seed instead of remembered.
 *
 * @param seed the run's
 * @param bookings their number
 */
record ExpectedState(long seed, int bookings) {

	/** Recipients of each kind, who all have a contact. */
	static final int RECIPIENTS = 50;

	private static final String PREFIX = "b-";

	/** Far away, so that no notification expires. */
	private static final Instant START = Instant.parse("2099-01-01T00:00:00Z");

	private static final Instant ACCEPTED = Instant.parse("2026-01-01T00:00:00Z");

	private static final int LARGE = 900_000;

	/**
	 * What happens to a booking's messages. Both services' messages take the same
	 * pattern.
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
	 * What a booking's messages contain.
	 * @param other whether the content differs from that of the first message
	 */
	Booking booking(int number, boolean other) {
		Instant start = START.plus(Duration.ofHours(number));
		return new Booking(PREFIX + number, user(number), "provider-" + number % RECIPIENTS,
				other ? "slot-other" : "slot-" + number, start, start.plus(Duration.ofHours(1)),
				ACCEPTED.plusSeconds(other ? number + 1 : number));
	}

	/**
	 * The body of a booking's message. Its time stamp is new each time, as publishers do
	 * it.
	 */
	String body(Kind kind, int number, boolean other) {
		String body = BookingEventCodec.encode(kind.event(booking(number, other)));
		return switch (pattern(number)) {
			case MALFORMED -> malformed(kind, number, body);
			case LARGE -> body.replaceFirst("}$", ",\"note\":\"" + "n".repeat(LARGE) + "\"}");
			default -> body;
		};
	}

	private static Kind another(Kind kind) {
		return Kind.values()[(kind.ordinal() + 1) % Kind.values().length];
	}

	private String malformed(Kind kind, int number, String body) {
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
	 * The number of the booking that has an id, or -1 when none of ours has it.
	 */
	int number(String bookingId) {
		int number = bookingId.matches(PREFIX + "\\d{1,9}") ? Integer.parseInt(bookingId.substring(PREFIX.length()))
				: -1;
		return (number < this.bookings) ? number : -1;
	}

	/**
	 * The bookings that have to take effect.
	 */
	IntStream valid() {
		return IntStream.range(0, this.bookings).filter((number) -> pattern(number) != MessagePattern.MALFORMED);
	}

	private Random random(int number) {
		return new Random(this.seed * 1_000_003L + number);
	}

	/**
	 * What happens to the messages of one booking.
	 */
	enum MessagePattern {

		SINGLE,

		/** Two copies in one request. */
		DUPLICATE_AT_ONCE,

		/** A second copy some seconds later. */
		DUPLICATE_LATER,

		/** A second copy once everything has settled. */
		DUPLICATE_AT_THE_END,

		/**
		 * A second message some seconds later that says something else; which of them
		 * wins is open, because SQS keeps no order.
		 */
		CONFLICTING,

		/** Nearly as large as a message can be. */
		LARGE,

		/** No event at all. */
		MALFORMED

	}

}
