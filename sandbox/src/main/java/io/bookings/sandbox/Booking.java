package io.bookings.sandbox;

import java.time.Instant;

/**
 * Everything that events and rows contain about a booking.
 *
 * @param id the booking id
 * @param userId the user who books
 * @param providerId the provider who is booked
 * @param slotId the booked slot
 * @param slotStart when the slot starts
 * @param slotEnd when the slot ends
 * @param acceptedAt when the provider accepted the booking
 */
public record Booking(String id, String userId, String providerId, String slotId, Instant slotStart, Instant slotEnd,
		Instant acceptedAt) {

}
