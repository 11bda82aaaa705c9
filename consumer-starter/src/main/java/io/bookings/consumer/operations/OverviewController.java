package io.bookings.consumer.operations;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The overview and the runbook.
 */
@Controller
class OverviewController {

	private final OverviewReader overview;

	private final Runbook runbook;

	OverviewController(OverviewReader overview, Runbook runbook) {
		this.overview = overview;
		this.runbook = runbook;
	}

	@GetMapping("/")
	String overview(Model model) {
		model.addAttribute("overview", this.overview.read());
		return "operations/overview";
	}

	@GetMapping("/operations/runbook")
	String runbook(Model model) {
		model.addAttribute("sections", this.runbook.sections());
		return "operations/runbook";
	}

}
