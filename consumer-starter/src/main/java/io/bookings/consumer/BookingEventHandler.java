package io.bookings.consumer;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.bookings.consumer.person.Person;
import io.bookings.consumer.person.Pseudonym;
import io.bookings.events.BookingEvent;
import io.bookings.events.EventType;

/**
 * Stores booking events. A service has exactly one bean of this type.
 *
 * @param <E> the event that the service consumes
 */
public interface BookingEventHandler<E extends BookingEvent> {

	/**
	 * Returns the type of the events that the service consumes.
	 * @return the type, never {@code null}
	 */
	EventType<E> eventType();

	/**
	 * Returns the people whose ids {@link #handle} stores.
	 * @param event a valid event
	 * @return the people, none by default
	 */
	default List<Person> people(E event) {
		return List.of();
	}

	/**
	 * Replaces ids of people in an event. Called before {@link #handle} if someone was
	 * erased while the event was in the queue.
	 * @param event a valid event
	 * @param ids returns the id to use for a person: a {@link Pseudonym}, or the same id
	 * @return the event with those ids
	 */
	default E withIds(E event, Function<Person, String> ids) {
		return event;
	}

	/**
	 * Stores events that were never processed before. Called inside the transaction that
	 * also records their booking ids: both are committed, or neither. When it throws, the
	 * transaction is rolled back, and the events are retried in smaller transactions, in
	 * the end each event alone. Do nothing here that cannot be rolled back, such as
	 * sending a mail or calling another service.
	 * @param events 1 to 50 events in booking-id order, no booking id twice
	 * @throws PermanentFailureException when an event can never be stored
	 */
	void handle(List<E> events);

	/**
	 * Describes a stored event for the log line that is written after the commit.
	 * @param event an event that {@link #handle} stored
	 * @return one sentence without personal data, also without the ids of users and
	 * providers, because a log cannot be changed when they are erased
	 */
	String describe(E event);

	/**
	 * Finds the event that was stored for a booking, to show in which fields a
	 * conflicting event differs from it. Called inside a transaction.
	 * @param bookingId the booking's id
	 * @return the event as it was stored; empty if it is not known, which is the default
	 */
	default Optional<E> find(String bookingId) {
		return Optional.empty();
	}

}
