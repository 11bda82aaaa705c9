package io.bookings.consumer.notification;

import java.time.Instant;

/**
 * The booked slot, for the recipient's calendar.
 *
 * @param start when the slot starts
 * @param end when the slot ends
 * @param status the status of the booking
 * @param lastModified when the booking got this status
 */
public record CalendarEntry(Instant start, Instant end, Status status, Instant lastModified) {

	/**
	 * The status of a booking in a calendar.
	 */
	public enum Status {

		/** The booking was requested, and the provider has not accepted it. */
		TENTATIVE,

		/** The provider has accepted the booking. */
		CONFIRMED

	}

}
