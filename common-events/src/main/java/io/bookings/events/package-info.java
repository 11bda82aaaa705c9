/**
 * The contract with the booking service: the two events it publishes, what makes one
 * valid, and how it is written as JSON.
 * <p>
 * A message body goes through {@link io.bookings.events.BookingEventCodec}: it is read in
 * one pass, its instants are parsed, and the event's record checks the rules. What comes
 * out is either a valid {@link io.bookings.events.BookingEvent} or an
 * {@link io.bookings.events.InvalidEventException} that lists everything that is wrong,
 * by field and {@link io.bookings.events.Rule} and never by value, so that it may be
 * logged. {@link io.bookings.events.ContentHash} tells a repeated event from one that
 * contradicts an earlier one.
 * <p>
 * The same contract is published as JSON Schema beside the classes, with a golden payload
 * for each event; a test holds schema and code to the same verdicts.
 */
@NullMarked
package io.bookings.events;

import org.jspecify.annotations.NullMarked;
