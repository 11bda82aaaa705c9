package io.bookings.provider;

import java.time.Instant;

/**
 * A booking request in the API, which user-consumer calls too.
 *
 * @param bookingId the booking's id
 * @param userId the id of the user
 * @param providerId the id of the provider
 * @param slotId the id of the slot
 * @param slotStart when the slot starts
 * @param slotEnd when the slot ends
 * @param requestedAt when the user requested the booking
 * @param receivedAt when this service processed the event
 */
record BookingRequestView(String bookingId, String userId, String providerId, String slotId, Instant slotStart,
		Instant slotEnd, Instant requestedAt, Instant receivedAt) {

}
