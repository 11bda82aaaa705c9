package io.bookings.consumer.operations;

import io.bookings.consumer.timeline.Timelines;
import io.bookings.events.Identifier;
import io.bookings.events.InvalidEventException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page of a booking: the search by its id, and its timeline.
 */
@Controller
class BookingController {

	private final Timelines timelines;

	BookingController(Timelines timelines) {
		this.timelines = timelines;
	}

	@GetMapping("/operations/booking")
	String booking(@RequestParam(required = false) @Nullable String id, Model model) {
		model.addAttribute("id", id);
		if (id != null && !id.isEmpty()) {
			try {
				model.addAttribute("timeline", this.timelines.all(new Identifier(id).value()));
			}
			catch (InvalidEventException ex) {
				model.addAttribute("invalid", ex.violations().getFirst().rule().description());
			}
		}
		return "operations/booking";
	}

}
