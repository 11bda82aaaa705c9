package io.bookings.consumer.history;

import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for the history of a booking.
 */
@RestController
public class BookingHistoryController {

	private final JdbcClient jdbc;

	/**
	 * Creates the controller.
	 * @param jdbc the database
	 */
	public BookingHistoryController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Operation(summary = "History of a booking in this service, in chronological order, and the state of its "
			+ "notifications")
	@GetMapping("/bookings/{bookingId}/history")
	BookingHistory history(@PathVariable Identifier bookingId) {
		return BookingHistory.of(bookingId.value(), this.jdbc)
			.orElseThrow(
					() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "This booking is unknown to this service"));
	}

}
