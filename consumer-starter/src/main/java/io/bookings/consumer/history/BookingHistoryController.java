package io.bookings.consumer.history;

import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
public class BookingHistoryController {

	private final JdbcClient jdbc;

	public BookingHistoryController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Operation(summary = "What happened to a booking in this service, in order, and how far its notifications are")
	@GetMapping("/bookings/{bookingId}/history")
	BookingHistory history(@PathVariable Identifier bookingId) {
		return BookingHistory.of(bookingId.value(), this.jdbc)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND,
					"This service knows nothing of this booking"));
	}

}
