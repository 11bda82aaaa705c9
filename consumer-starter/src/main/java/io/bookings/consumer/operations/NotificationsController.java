package io.bookings.consumer.operations;

import java.security.Principal;
import java.time.Instant;

import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.notification.api.NotificationActions;
import io.bookings.consumer.notification.api.NotificationLists;
import io.bookings.consumer.web.Cursor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The pages of the notifications.
 */
@Controller
@RequestMapping("/operations/notifications")
class NotificationsController {

	private static final int PAGE = 50;

	private final NotificationLists lists;

	private final NotificationActions actions;

	NotificationsController(NotificationLists lists, NotificationActions actions) {
		this.lists = lists;
		this.actions = actions;
	}

	@GetMapping
	String list(@RequestParam(required = false) @Nullable Status status,
			@RequestParam(required = false) @Nullable String channel,
			@RequestParam(required = false) @Nullable Cursor after,
			@RequestParam(required = false) @Nullable Long resent, Model model) {
		model.addAttribute("counts", this.lists.counts());
		model.addAttribute("counted", NotificationLists.COUNTED);
		model.addAttribute("page", this.lists.find(status, textOrNull(channel), after, PAGE));
		model.addAttribute("status", status);
		model.addAttribute("channel", textOrNull(channel));
		model.addAttribute("statuses", Status.values());
		model.addAttribute("resent", resent);
		return "operations/notifications";
	}

	@PostMapping("/{id}/resend")
	String resend(@PathVariable long id, Principal principal, RedirectAttributes redirect) {
		this.actions.resend(id, false, principal.getName());
		redirect.addAttribute("resent", 1);
		return "redirect:/operations/notifications";
	}

	/**
	 * Shows what would be sent again before it is.
	 */
	@GetMapping("/resend")
	String confirmation(@RequestParam Status status, @RequestParam(required = false) @Nullable String channel,
			Model model) {
		Instant until = Instant.now();
		model.addAttribute("number", this.actions.count(status, textOrNull(channel), until));
		model.addAttribute("status", status);
		model.addAttribute("channel", textOrNull(channel));
		model.addAttribute("until", until);
		return "operations/resend";
	}

	@PostMapping("/resend")
	String resendAll(@RequestParam Status status, @RequestParam(required = false) @Nullable String channel,
			@RequestParam Instant until, Principal principal, RedirectAttributes redirect) {
		redirect.addAttribute("resent",
				this.actions.resendAll(status, textOrNull(channel), until, principal.getName()));
		return "redirect:/operations/notifications";
	}

	private static @Nullable String textOrNull(@Nullable String text) {
		return StringUtils.hasText(text) ? text : null;
	}

}
