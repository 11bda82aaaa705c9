package io.bookings.events;

import java.time.Instant;

/**
 * An event that the booking service publishes. Every instance is valid: the records
 * refuse anything else with an {@link InvalidEventException}.
 * <p>
 * Identifiers are non-blank texts of at most 128 characters (Unicode code points) without
 * control characters, since PostgreSQL's {@code text} cannot hold U+0000 and logs should
 * not hold the others. Instants lie between the years 2000 (inclusive) and 2200
 * (exclusive), in UTC.
 *
 * @see <a href=
 * "https://www.postgresql.org/docs/current/datatype-character.html">PostgreSQL: Character
 * Types</a>
 */
public sealed interface BookingEvent permits BookingCreated, BookingConfirmed {

	/**
	 * Which booking this is about. There is at most one event of each type for a booking.
	 * @return the booking's identifier
	 */
	String bookingId();

	/**
	 * Who offers what is booked.
	 * @return the provider's identifier
	 */
	String providerId();

	/**
	 * When the event was published. A publisher may stamp a repetition anew, so that this
	 * is no part of the event's content.
	 * @return the instant of publication
	 * @see ContentHash
	 */
	Instant timestamp();

	/**
	 * The name of the event's type, as the JSON field {@code eventType} has it.
	 * @return {@link BookingCreated#EVENT_TYPE} or {@link BookingConfirmed#EVENT_TYPE}
	 */
	String eventType();

}
