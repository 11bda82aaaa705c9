package io.bookings.provider;

import java.time.Instant;

/**
 * A booking request as the API shows it, to user-consumer among others.
 *
 * @param bookingId the booking
 * @param userId who wants it
 * @param providerId who is asked
 * @param slotId the slot that is wanted
 * @param slotStart when the slot starts
 * @param slotEnd when the slot ends
 * @param requestedAt when the user has asked
 * @param receivedAt when this service has learned of it
 */
record BookingRequestView(String bookingId, String userId, String providerId, String slotId, Instant slotStart,
		Instant slotEnd, Instant requestedAt, Instant receivedAt) {

}
