package io.bookings.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEvent;
import io.bookings.events.BookingEventCodec;
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

	/** At least: one for each service. */
	static final int MESSAGES_OF_A_BOOKING = 2;

	private static final String PREFIX = "b-";

	/** Far away, so that no notification expires. */
	private static final Instant START = Instant.parse("2099-01-01T00:00:00Z");

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
	 * The event that a booking's message carries.
	 * @param other whether it says something else than the first one
	 */
	BookingEvent event(Kind kind, int number, boolean other) {
		Instant start = START.plus(Duration.ofHours(number));
		return switch (kind) {
			case PROVIDER -> new BookingCreated(PREFIX + number, user(number), "provider-" + number % RECIPIENTS,
					other ? "slot-other" : "slot-" + number, start, start.plus(Duration.ofHours(1)), Instant.now());
			case USER -> new BookingConfirmed(PREFIX + number, "provider-" + number % RECIPIENTS,
					acceptedAt(number).plusSeconds(other ? 1 : 0), Instant.now());
		};
	}

	/**
	 * The body of a booking's message. Its time stamp is new each time, as publishers do
	 * it.
	 */
	String body(Kind kind, int number, boolean other) {
		String body = BookingEventCodec.encode(event(kind, number, other));
		return switch (pattern(number)) {
			case MALFORMED -> malformed(kind, number, body);
			case LARGE -> body.replaceFirst("}$", ",\"note\":\"" + "n".repeat(LARGE) + "\"}");
			default -> body;
		};
	}

	private String malformed(Kind kind, int number, String body) {
		Random random = random(-number - 1);
		return switch (random.nextInt(6)) {
			case 0 -> body.substring(0, random.nextInt(1, body.length()));
			case 1 -> body.replace(PREFIX + number, "\\u0000; drop table booking_request; --");
			case 2 -> BookingEventCodec.encode(event((kind == Kind.USER) ? Kind.PROVIDER : Kind.USER, number, false));
			case 3 -> body.replace("\"timestamp\":\"2", "\"timestamp\":\"X");
			case 4 -> "[".repeat(10_000);
			default -> body.replaceFirst("\"bookingId\":\"[^\"]*\",", "");
		};
	}

	/**
	 * What a booking's row has to say, as {@link Checker} reads it.
	 */
	String row(Kind kind, int number, boolean other) {
		return switch (event(kind, number, other)) {
			case BookingCreated created -> "%s %s %s %d %d".formatted(created.userId(), created.providerId(),
					created.slotId(), created.slotStart().getEpochSecond(), created.slotEnd().getEpochSecond());
			case BookingConfirmed confirmed ->
				"%s %d %s".formatted(confirmed.providerId(), confirmed.acceptedAt().getEpochSecond(), user(number));
		};
	}

	String user(int number) {
		return "user-" + number % RECIPIENTS;
	}

	private static Instant acceptedAt(int number) {
		return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number);
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
