package io.bookings.consumer.message;

import io.bookings.events.BookingEvent;

/**
 * What a message's body is.
 *
 * @param <E> the event that the service consumes
 */
public sealed interface Decoded<E extends BookingEvent> {

	/**
	 * A valid event of the service's type.
	 */
	record Event<E extends BookingEvent>(E event) implements Decoded<E> {
	}

	/**
	 * A well-formed event of another type, which the service is told to ignore.
	 *
	 * @param eventType upper-case words that underscores join
	 */
	record Other<E extends BookingEvent>(String eventType) implements Decoded<E> {
	}

	/**
	 * Nothing that the service can use.
	 *
	 * @param detail what it is and what to do, without any value of it
	 */
	record Refused<E extends BookingEvent>(String detail) implements Decoded<E> {
	}

}
