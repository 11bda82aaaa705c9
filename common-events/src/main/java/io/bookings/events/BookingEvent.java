package io.bookings.events;

import java.time.Instant;

/**
 * An event that the booking service publishes. Every instance is valid: the constructor
 * of an event throws {@link InvalidEventException} if a value is missing or breaks a
 * rule.
 * <p>
 * Identifiers are not blank, have at most 128 characters (Unicode code points), and
 * contain no control characters: PostgreSQL's {@code text} cannot store U+0000, and logs
 * should not contain the others. Instants are between the years 2000 (inclusive) and 2200
 * (exclusive), in UTC.
 *
 * @see EventType
 * @see <a href=
 * "https://www.postgresql.org/docs/current/datatype-character.html">PostgreSQL: Character
 * Types</a>
 */
public interface BookingEvent {

	/**
	 * The booking that the event is about. A booking has at most one event of each type.
	 * @return the booking's identifier
	 */
	String bookingId();

	/**
	 * The provider whose slot is booked.
	 * @return the provider's identifier
	 */
	String providerId();

	/**
	 * When the event was published. It is not part of the event's content, because a
	 * publisher may give a retry a new timestamp.
	 * @return the instant of publication
	 * @see ContentHash
	 */
	Instant timestamp();

	/**
	 * The type of the event.
	 * @return the same instance for all events of one class
	 */
	EventType<?> eventType();

}
