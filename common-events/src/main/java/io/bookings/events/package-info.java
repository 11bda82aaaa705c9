/**
 * The contract with the booking service: its events, their rules, and their form in JSON.
 * <p>
 * Each event is a record that declares its {@link io.bookings.events.EventType}: the
 * type's name and its fields. {@link io.bookings.events.BookingEventCodec} reads a
 * message body in one pass, parses the instants and creates the event, whose constructor
 * checks the rules. The result is a valid {@link io.bookings.events.BookingEvent}.
 * Otherwise, an {@link io.bookings.events.InvalidEventException} lists all violations, by
 * field and {@link io.bookings.events.Rule} and never by value, so it may be logged.
 * {@link io.bookings.events.ContentHash} distinguishes a repeated event from one that
 * contradicts an earlier one.
 * <p>
 * The same contract is published as JSON Schema, with a golden payload for each event. A
 * test checks that schema and code accept the same documents, except for what JSON Schema
 * cannot express.
 */
@NullMarked
package io.bookings.events;

import org.jspecify.annotations.NullMarked;
