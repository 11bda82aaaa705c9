package io.bookings.consumer.notification.api;

import java.security.Principal;
import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.web.Cursor;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.consumer.web.Page;
import io.bookings.consumer.web.PageSize;
import io.swagger.v3.oas.annotations.Operation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * The HTTP API for notifications.
 */
@RestController
@RequestMapping("/notifications")
public class NotificationController {

	private final NotificationViews views;

	private final NotificationResends resends;

	private final boolean enabled;

	/**
	 * Creates the controller.
	 * @param jdbc the database
	 * @param transaction begins transactions
	 * @param scheduler runs the deliveries
	 * @param enabled whether notifications are sent
	 */
	public NotificationController(JdbcClient jdbc, TransactionOperations transaction,
			ObjectProvider<Scheduler> scheduler, boolean enabled) {
		this.views = new NotificationViews(jdbc);
		this.resends = new NotificationResends(jdbc, transaction, scheduler);
		this.enabled = enabled;
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
		return this.views.find(id).orElseThrow(NotificationController::unknown);
	}

	@Operation(summary = "Sends a notification again that is FAILED or UNKNOWN, or with force SENT",
			description = "It keeps its identity, so that the recipient can recognise a repeat.")
	@PostMapping("/{id}/resend")
	NotificationView resend(@PathVariable long id, @RequestBody(required = false) @Nullable ResendOptions options,
			Principal principal) {
		requireEnabled();
		boolean force = options != null && options.force();
		Status before = this.resends.resend(id, ResendRequest.resendable(force), principal.getName())
			.orElseThrow(NotificationController::unknown);
		switch (before) {
			case PENDING -> throw conflict("The notification is PENDING: it will be sent anyway");
			case EXPIRED -> throw conflict("The slot has started: the notification would expire again");
			case SENT -> {
				if (!force) {
					throw conflict("The notification is SENT: set force to true to send it again");
				}
			}
			case FAILED, UNKNOWN -> {
			}
		}
		return find(id);
	}

	@Operation(summary = "Sends all selected notifications again",
			description = "With dryRun, it counts them only. The response has the first 100, oldest first.")
	@PostMapping("/resend")
	Resent resend(@RequestBody ResendRequest request, Principal principal) {
		requireEnabled();
		return request.dryRun() ? this.resends.count(request.filter())
				: this.resends.resendAll(request.filter(), principal.getName());
	}

	private void requireEnabled() {
		if (!this.enabled) {
			throw conflict("This service sends no notifications: booking.notification.enabled is false");
		}
	}

	private static ResponseStatusException unknown() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no notification with this id");
	}

	private static ResponseStatusException conflict(String detail) {
		return new ResponseStatusException(HttpStatus.CONFLICT, detail);
	}

}
