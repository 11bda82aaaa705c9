package io.bookings.provider;

import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for booking requests. user-consumer uses it as its booking directory.
 */
@RestController
@RequestMapping("/booking-requests")
class BookingRequestController {

	private final BookingRequests requests;

	BookingRequestController(BookingRequests requests) {
		this.requests = requests;
	}

	@Operation(summary = "One booking request")
	@GetMapping("/{bookingId}")
	BookingRequestView find(@PathVariable Identifier bookingId) {
		return this.requests.findById(bookingId.value())
			.map(BookingRequest::toView)
			.orElseThrow(
					() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no request for this booking"));
	}

	@Operation(summary = "The booking requests of a provider, latest slot first")
	@GetMapping
	Page<BookingRequestView> ofProvider(@RequestParam Identifier providerId,
			@RequestParam(defaultValue = PageSize.DEFAULT) PageSize limit,
			@RequestParam(required = false) @Nullable Cursor after) {
		Cursor start = Cursor.orStart(after);
		return Page.of(this.requests.findOfProvider(providerId.value(), start.at(), start.id(), Limit.of(limit.rows())),
				limit, BookingRequest::cursor, BookingRequest::toView);
	}

}
