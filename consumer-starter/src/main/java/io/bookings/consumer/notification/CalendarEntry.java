package io.bookings.consumer.notification;

import java.time.Instant;

/**
 * The booked slot, for the recipient's calendar.
 *
 * @param start when the slot starts
 * @param end when the slot ends
 */
public record CalendarEntry(Instant start, Instant end) {

}
