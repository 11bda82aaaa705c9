package io.bookings.consumer;

import java.util.List;

import io.bookings.events.BookingEvent;
import io.bookings.events.EventType;

/**
 * What a service does with a booking event. A service has exactly one bean of this type.
 *
 * @param <E> the event that the service consumes
 */
public interface BookingEventHandler<E extends BookingEvent> {

	/**
	 * The type of the events that the service consumes.
	 * @return the event's type, never {@code null}
	 */
	EventType<E> eventType();

	/**
	 * Stores events that were never processed before. Called inside the transaction that
	 * also records their booking ids: both are committed, or neither. When it throws, the
	 * transaction is rolled back and each event is tried alone. Nothing that cannot be
	 * rolled back belongs here: no mail, no HTTP call.
	 * @param events one to ten events in booking-id order, no booking id twice
	 * @throws PermanentFailureException when an event can never be stored
	 */
	void handle(List<E> events);

	/**
	 * The wording of the log line that is written once the event is committed.
	 * @param event an event that {@link #handle} stored
	 * @return one sentence with nothing personal in it beyond ids
	 */
	String describe(E event);

}
