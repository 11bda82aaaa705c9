package io.bookings.user;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A user's confirmed booking as the API shows it.
 *
 * @param bookingId the booking
 * @param providerId who has accepted it
 * @param acceptedAt when the provider has accepted it
 * @param slotId the slot
 * @param slotStart when the slot starts
 * @param slotEnd when the slot ends
 * @param receivedAt when this service has learned of the acceptance
 */
record UserBooking(String bookingId, String providerId, Instant acceptedAt, @Nullable String slotId,
		@Nullable Instant slotStart, @Nullable Instant slotEnd, Instant receivedAt) {

}
