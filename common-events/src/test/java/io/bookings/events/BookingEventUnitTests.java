package io.bookings.events;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BookingEventUnitTests {

	private static final Instant START = Instant.parse("2025-02-19T10:00:00Z");

	private static final Instant EARLY = Instant.parse("1999-12-31T23:59:59.999999999Z");

	private static final Instant LATE = Instant.parse("2200-01-01T00:00:00Z");

	@Test
	void createdReportsAllMissingValuesTogether() {
		assertThat(rejection(() -> new BookingCreated(null, null, null, null, null, null, null)).violations())
			.containsExactly(new Violation("bookingId", Rule.REQUIRED), new Violation("userId", Rule.REQUIRED),
					new Violation("providerId", Rule.REQUIRED), new Violation("slotId", Rule.REQUIRED),
					new Violation("slotStart", Rule.REQUIRED), new Violation("slotEnd", Rule.REQUIRED),
					new Violation("timestamp", Rule.REQUIRED));
	}

	@Test
	void createdReportsAllInvalidValuesTogether() {
		assertThat(rejection(() -> new BookingCreated(" ", "a\u0000", "\uD800", "a".repeat(129), LATE, EARLY, EARLY))
			.violations()).containsExactly(new Violation("bookingId", Rule.BLANK),
					new Violation("userId", Rule.CONTROL_CHARACTER), new Violation("providerId", Rule.LONE_SURROGATE),
					new Violation("slotId", Rule.TOO_LONG), new Violation("slotStart", Rule.OUT_OF_RANGE),
					new Violation("slotEnd", Rule.OUT_OF_RANGE), new Violation("slotEnd", Rule.NOT_AFTER_SLOT_START),
					new Violation("timestamp", Rule.OUT_OF_RANGE));
	}

	@Test
	void createdRejectsAnEmptySlot() {
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> new BookingCreated("a", "b", "c", "d", START, START, START))
			.withMessage("slotEnd must be after slotStart");
	}

	@Test
	void confirmedReportsAllMissingAndInvalidValuesTogether() {
		assertThat(rejection(() -> new BookingConfirmed(null, "\t", LATE, null)).violations()).containsExactly(
				new Violation("bookingId", Rule.REQUIRED), new Violation("providerId", Rule.BLANK),
				new Violation("providerId", Rule.CONTROL_CHARACTER), new Violation("acceptedAt", Rule.OUT_OF_RANGE),
				new Violation("timestamp", Rule.REQUIRED));
	}

	@Test
	void firstAndLastInstantOfTheRangeAreValid() {
		BookingConfirmed event = new BookingConfirmed("a", "b", EARLY.plusNanos(1), LATE.minusNanos(1));
		assertThat(event.acceptedAt()).isEqualTo("2000-01-01T00:00:00Z");
		assertThat(event.timestamp()).isEqualTo("2199-12-31T23:59:59.999999999Z");
	}

	@Test
	void extremeInstantsAreRejected() {
		assertThat(rejection(() -> new BookingConfirmed("a", "b", Instant.MIN, Instant.MAX)).violations())
			.extracting(Violation::rule)
			.containsExactly(Rule.OUT_OF_RANGE, Rule.OUT_OF_RANGE);
	}

	@Test
	void everyEventKnowsItsType() {
		assertThat(GoldenPayload.CREATED.eventType()).isSameAs(BookingCreated.TYPE).hasToString("BOOKING_CREATED");
		assertThat(GoldenPayload.CONFIRMED.eventType()).isSameAs(BookingConfirmed.TYPE)
			.hasToString("BOOKING_CONFIRMED");
		assertThat(BookingCreated.TYPE.name()).isEqualTo("BOOKING_CREATED");
		assertThat(BookingConfirmed.TYPE.name()).isEqualTo("BOOKING_CONFIRMED");
	}

	@Test
	void everyRuleCompletesASentence() {
		assertThat(Rule.values()).extracting(Rule::description)
			.doesNotHaveDuplicates()
			.allMatch((description) -> description.startsWith("must ") || description.startsWith("is "));
	}

	@Test
	void exceptionIsSerializable() throws Exception {
		InvalidEventException rejection = rejection(() -> new BookingConfirmed("a", "", START, START));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(rejection);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(input.readObject()).isInstanceOfSatisfying(InvalidEventException.class,
					(copy) -> assertThat(copy.violations()).isEqualTo(rejection.violations()));
		}
	}

	@Test
	void violationsOfTheExceptionAreUnmodifiable() {
		InvalidEventException rejection = rejection(() -> new BookingConfirmed("a", "", START, START));
		assertThat(rejection.violations()).isUnmodifiable();
	}

	private static InvalidEventException rejection(ThrowingCallable code) {
		return catchThrowableOfType(InvalidEventException.class, code);
	}

}
