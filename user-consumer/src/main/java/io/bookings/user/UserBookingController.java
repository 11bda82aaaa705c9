package io.bookings.user;

import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP API for the confirmed bookings of a user.
 */
@RestController
class UserBookingController {

	private final BookingConfirmations confirmations;

	UserBookingController(BookingConfirmations confirmations) {
		this.confirmations = confirmations;
	}

	@Operation(summary = "The confirmed bookings of a user, newest confirmation first",
			description = "A booking appears when the booking directory has returned its user.")
	@GetMapping("/users/{userId}/bookings")
	Page<UserBooking> bookings(@PathVariable Identifier userId,
			@RequestParam(defaultValue = PageSize.DEFAULT) PageSize limit,
			@RequestParam(required = false) @Nullable Cursor after) {
		Cursor start = Cursor.orStart(after);
		return Page.of(this.confirmations.findOfUser(userId.value(), start.at(), start.id(), Limit.of(limit.rows())),
				limit, BookingConfirmation::cursor, BookingConfirmation::toUserBooking);
	}

}
