package io.bookings.consumer.notification.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;

import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The HTTP API for notifications.
 */
@RestController
@RequestMapping("/notifications")
public class NotificationController {

	private final NotificationViews views;

	private final NotificationActions actions;

	/**
	 * Creates the controller.
	 * @param jdbc the database
	 * @param actions sends notifications again
	 */
	public NotificationController(JdbcClient jdbc, NotificationActions actions) {
		this.views = new NotificationViews(jdbc);
		this.actions = actions;
	}

	@Operation(summary = "Notifications, newest first",
			description = "since and until (exclusive) limit the time of creation.")
	@GetMapping
	Page<NotificationView> list(@RequestParam(required = false) @Nullable List<Status> status,
			@RequestParam(required = false) @Nullable String channel,
			@RequestParam(required = false) @Nullable Instant since,
			@RequestParam(required = false) @Nullable Instant until,
			@RequestParam(defaultValue = PageSize.DEFAULT) PageSize limit,
			@RequestParam(required = false) @Nullable Cursor after) {
		NotificationFilter filter = new NotificationFilter((status != null) ? status : List.of(), channel, since,
				until);
		return Page.of(this.views.find(filter, before(after), limit.rows()), limit, NotificationView::cursor,
				(notification) -> notification);
	}

	private static long before(@Nullable Cursor after) {
		try {
			return (after != null) ? Long.parseLong(after.id()) : Long.MAX_VALUE;
		}
		catch (NumberFormatException ex) {
			throw new InvalidRequestException(
					List.of(new Violation("after", "must be the value of next in a previous page")));
		}
	}

	@Operation(summary = "One notification")
	@GetMapping("/{id}")
	NotificationView find(@PathVariable long id) {
		return this.views.find(id).orElseThrow(NotificationActions::unknown);
	}

	@Operation(summary = "Sends a notification again that is FAILED or UNKNOWN, or with force SENT",
			description = "It keeps its identity, so that the recipient can recognise a repeat.")
	@PostMapping("/{id}/resend")
	NotificationView resend(@PathVariable long id, @RequestBody(required = false) @Nullable ResendOptions options,
			Principal principal) {
		this.actions.resend(id, options != null && options.force(), principal.getName());
		return find(id);
	}

	@Operation(summary = "Sends all selected notifications again",
			description = "With dryRun, it counts them only. The response has the first 100, oldest first.")
	@PostMapping("/resend")
	Resent resend(@RequestBody ResendRequest request, Principal principal) {
		return this.actions.resend(request, principal.getName());
	}

}
