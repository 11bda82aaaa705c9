package io.bookings.consumer.timeline;

import io.bookings.events.Identifier;
import io.swagger.v3.oas.annotations.Operation;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for the timeline of a booking.
 */
@RestController
public class TimelineController {

	private final Timelines timelines;

	/**
	 * Creates the controller.
	 * @param timelines the timelines
	 */
	public TimelineController(Timelines timelines) {
		this.timelines = timelines;
	}

	@Operation(summary = "Timeline of a booking across both services, in chronological order",
			description = "With scope=local, the part of this service only. If the other service does not answer, its "
					+ "part says so.")
	@GetMapping("/bookings/{bookingId}/timeline")
	BookingTimeline timeline(@PathVariable Identifier bookingId, @RequestParam(defaultValue = "all") Scope scope) {
		BookingTimeline timeline = (scope == Scope.local) ? this.timelines.local(bookingId.value())
				: this.timelines.all(bookingId.value());
		if (timeline.unknown()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, (scope == Scope.local)
					? "This booking is unknown to this service" : "This booking is unknown to the services");
		}
		return timeline;
	}

	/**
	 * The services that are asked, as in the parameter.
	 */
	enum Scope {

		local, all

	}

}
