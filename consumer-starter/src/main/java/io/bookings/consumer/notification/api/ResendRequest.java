package io.bookings.consumer.notification.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.web.RequestFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request to send notifications again.
 *
 * @param status the statuses of the notifications, at least one: {@code FAILED},
 * {@code UNKNOWN}, or with force {@code SENT}
 * @param channel the channel, or {@code null} for all
 * @param since the earliest time of creation, or {@code null}
 * @param until the end of the times of creation, exclusive, or {@code null}
 * @param dryRun whether to count only
 * @param force whether notifications that were sent may be sent again
 */
record ResendRequest(@Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<Status> status, @Nullable String channel,
		@Nullable Instant since, @Nullable Instant until, boolean dryRun, boolean force) {

	/**
	 * Reads the request of a JSON document.
	 * @throws io.bookings.consumer.web.InvalidRequestException with the broken rules
	 */
	@JsonCreator
	static ResendRequest of(@JsonProperty("status") @Nullable List<@Nullable String> status,
			@JsonProperty("channel") @Nullable String channel, @JsonProperty("since") @Nullable String since,
			@JsonProperty("until") @Nullable String until, @JsonProperty("dryRun") @Nullable Object dryRun,
			@JsonProperty("force") @Nullable Object force, @JsonAnySetter @Nullable Map<String, Object> unknown) {
		RequestFields fields = new RequestFields(unknown);
		boolean forced = fields.flag("force", force);
		ResendRequest request = new ResendRequest(statuses(status, forced, fields), channel,
				fields.instant("since", since), fields.instant("until", until), fields.flag("dryRun", dryRun), forced);
		fields.throwIfAnyIsBroken();
		return request;
	}

	private static List<Status> statuses(@Nullable List<@Nullable String> names, boolean force, RequestFields fields) {
		List<@Nullable String> given = (names != null) ? names : List.of();
		List<Status> statuses = resendable(force).stream().filter((status) -> given.contains(status.name())).toList();
		if (given.isEmpty()) {
			fields.reject("status", "must name at least one status");
		}
		else if (!statuses.stream().map(Status::name).toList().containsAll(given)) {
			fields.reject("status", "must be FAILED or UNKNOWN, or SENT with force");
		}
		return statuses;
	}

	/**
	 * Returns the statuses in which a notification can be sent again. One that has
	 * expired would expire again.
	 */
	static Set<Status> resendable(boolean force) {
		return force ? Set.of(Status.FAILED, Status.UNKNOWN, Status.SENT) : Set.of(Status.FAILED, Status.UNKNOWN);
	}

	NotificationFilter filter() {
		return new NotificationFilter(this.status, this.channel, this.since, this.until);
	}

}
