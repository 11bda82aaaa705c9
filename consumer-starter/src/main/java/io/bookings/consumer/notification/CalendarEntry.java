package io.bookings.consumer.notification;

import java.time.Instant;

/**
 * The booked slot, for the recipient's calendar.
 *
 * @param start when the slot starts
 * @param end when the slot ends
 * @param status how far the booking is
 * @param lastModified since when the booking has this status
 */
public record CalendarEntry(Instant start, Instant end, Status status, Instant lastModified) {

	/**
	 * The progress of a booking, as calendars show it.
	 */
	public enum Status {

		/** The booking was requested, and the provider has not accepted it. */
		TENTATIVE,

		/** The provider has accepted the booking. */
		CONFIRMED

	}

}
