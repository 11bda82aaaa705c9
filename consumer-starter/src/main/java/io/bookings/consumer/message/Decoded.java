package io.bookings.consumer.message;

import java.util.List;

import io.bookings.events.BookingEvent;
import io.bookings.events.Violation;

/**
 * The result of decoding a message's body.
 *
 * @param <E> the event that the service consumes
 */
public sealed interface Decoded<E extends BookingEvent> {

	/**
	 * A valid event of the service's type.
	 *
	 * @param <E> the event that the service consumes
	 * @param event the event
	 */
	record Event<E extends BookingEvent>(E event) implements Decoded<E> {
	}

	/**
	 * A well-formed event of another type that the settings allow to ignore.
	 *
	 * @param <E> the event that the service consumes
	 * @param eventType upper-case words and underscores
	 */
	record Other<E extends BookingEvent>(String eventType) implements Decoded<E> {
	}

	/**
	 * A body that the service cannot use.
	 *
	 * @param <E> the event that the service consumes
	 * @param detail the reason and the remedy, without values of the body
	 * @param violations the rules of the contract that the event breaks; empty if the
	 * reason is another
	 */
	record Refused<E extends BookingEvent>(String detail, List<Violation> violations) implements Decoded<E> {

		/**
		 * Copies the violations.
		 */
		public Refused {
			violations = List.copyOf(violations);
		}

		Refused(String detail) {
			this(detail, List.of());
		}

	}

}
