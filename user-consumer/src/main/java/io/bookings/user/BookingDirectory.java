package io.bookings.user;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;

/**
 * Knows who requested a booking, and for when: provider-consumer answers it.
 */
interface BookingDirectory {

	/**
	 * Looks up a booking request.
	 * @throws org.springframework.web.client.RestClientException when the directory does
	 * not know it, is away, or gives no answer that can be understood
	 */
	@GetExchange(url = "/booking-requests/{bookingId}", accept = "application/json")
	@Nullable Entry find(@PathVariable String bookingId);

	/**
	 * What the directory knows of a booking; more fields may be there. Everything is
	 * nullable, because it comes from outside.
	 */
	record Entry(@Nullable String bookingId, @Nullable String userId, @Nullable String slotId,
			@Nullable Instant slotStart, @Nullable Instant slotEnd) {

		/**
		 * Whether this is a complete answer about the booking.
		 */
		boolean answers(String askedFor) {
			return askedFor.equals(this.bookingId) && this.userId != null && this.slotId != null
					&& this.slotStart != null && this.slotEnd != null;
		}

	}

}
