package io.bookings.consumer.notification.api;

import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.bookings.consumer.notification.NotificationTable.Status;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the API and the operations page do with notifications.
 */
public class NotificationActions {

	private final NotificationResends resends;

	private final boolean enabled;

	/**
	 * Creates the actions.
	 * @param jdbc the database
	 * @param transaction begins transactions
	 * @param scheduler runs the deliveries
	 * @param enabled whether notifications are sent
	 */
	public NotificationActions(JdbcClient jdbc, TransactionOperations transaction, ObjectProvider<Scheduler> scheduler,
			boolean enabled) {
		this.resends = new NotificationResends(jdbc, transaction, scheduler);
		this.enabled = enabled;
	}

	/**
	 * Sends a notification again.
	 * @param id its id
	 * @param force whether it may be sent again if it was sent
	 * @param requestedBy who requests it
	 * @throws ResponseStatusException with 404 if there is none, and with 409 if its
	 * status does not allow it
	 */
	public void resend(long id, boolean force, String requestedBy) {
		requireEnabled();
		Status before = this.resends.resend(id, ResendRequest.resendable(force), requestedBy)
			.orElseThrow(NotificationActions::unknown);
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
	}

	Resent resend(ResendRequest request, String requestedBy) {
		requireEnabled();
		return request.dryRun() ? this.resends.count(request.filter())
				: this.resends.resendAll(request.filter(), requestedBy);
	}

	/**
	 * Counts the notifications that {@link #resendAll} would send again.
	 * @param status FAILED or UNKNOWN
	 * @param channel the channel, or {@code null} for all
	 * @param until the end of the times of creation, exclusive
	 * @return their number
	 */
	public long count(Status status, @Nullable String channel, Instant until) {
		requireEnabled();
		return this.resends.count(filter(status, channel, until)).count();
	}

	/**
	 * Sends all selected notifications again.
	 * @param status FAILED or UNKNOWN
	 * @param channel the channel, or {@code null} for all
	 * @param until the end of the times of creation, exclusive
	 * @param requestedBy who requests it
	 * @return their number
	 */
	public long resendAll(Status status, @Nullable String channel, Instant until, String requestedBy) {
		requireEnabled();
		return this.resends.resendAll(filter(status, channel, until), requestedBy).count();
	}

	private static NotificationFilter filter(Status status, @Nullable String channel, Instant until) {
		if (!ResendRequest.resendable(false).contains(status)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The status must be FAILED or UNKNOWN");
		}
		return new NotificationFilter(List.of(status), channel, null, until);
	}

	private void requireEnabled() {
		if (!this.enabled) {
			throw conflict("This service sends no notifications: booking.notification.enabled is false");
		}
	}

	static ResponseStatusException unknown() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no notification with this id");
	}

	private static ResponseStatusException conflict(String detail) {
		return new ResponseStatusException(HttpStatus.CONFLICT, detail);
	}

}
