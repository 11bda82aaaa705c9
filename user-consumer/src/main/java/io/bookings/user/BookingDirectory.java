package io.bookings.user;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

/**
 * The API of provider-consumer that returns the user and the slot of a booking.
 */
interface BookingDirectory {

	/**
	 * Finds a booking request.
	 * @throws org.springframework.web.client.RestClientException if the booking is
	 * unknown, the directory is unavailable, or its response cannot be parsed
	 */
	@GetExchange(url = "/booking-requests/{bookingId}", accept = "application/json")
	@Nullable Entry find(@PathVariable String bookingId);

	/**
	 * The fields of the response that are used. All are nullable, because the response
	 * comes from another system.
	 */
	record Entry(@Nullable String bookingId, @Nullable String userId, @Nullable String slotId,
			@Nullable Instant slotStart, @Nullable Instant slotEnd) {

		Entry withUserId(String otherId) {
			return new Entry(this.bookingId, otherId, this.slotId, this.slotStart, this.slotEnd);
		}

		/**
		 * Whether this is a complete response for the booking.
		 */
		boolean answers(String askedFor) {
			return askedFor.equals(this.bookingId) && this.userId != null && this.slotId != null
					&& this.slotStart != null && this.slotEnd != null;
		}

	}

}
