package io.bookings.user;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A user's confirmed booking in the API.
 *
 * @param bookingId the booking's id
 * @param providerId the id of the provider
 * @param acceptedAt when the provider accepted the booking
 * @param slotId the id of the slot
 * @param slotStart when the slot starts
 * @param slotEnd when the slot ends
 * @param receivedAt when this service processed the event
 */
record UserBooking(String bookingId, String providerId, Instant acceptedAt, @Nullable String slotId,
		@Nullable Instant slotStart, @Nullable Instant slotEnd, Instant receivedAt) {

}
