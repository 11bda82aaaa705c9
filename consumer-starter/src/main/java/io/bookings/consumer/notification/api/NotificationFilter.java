package io.bookings.consumer.notification.api;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.consumer.web.TimeRange;
import org.jspecify.annotations.Nullable;

/**
 * Selects notifications.
 *
 * @param statuses the statuses to select; empty selects all
 * @param channel the channel, or {@code null} for all
 * @param since the earliest time of creation, or {@code null}
 * @param until the end of the times of creation, exclusive, or {@code null}
 */
record NotificationFilter(List<Status> statuses, @Nullable String channel, @Nullable Instant since,
		@Nullable Instant until) {

	private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

	/**
	 * Validates the filter.
	 * @throws InvalidRequestException with all broken rules
	 */
	NotificationFilter {
		statuses = List.copyOf(statuses);
		List<Violation> broken = new ArrayList<>();
		if (channel != null && !CHANNEL.matcher(channel).matches()) {
			broken.add(new Violation("channel", "must be the name of a channel, as in email"));
		}
		broken.addAll(TimeRange.violations(since, until));
		if (!broken.isEmpty()) {
			throw new InvalidRequestException(broken);
		}
	}

	/**
	 * Returns the condition in SQL. The statuses are literals, because PostgreSQL uses a
	 * partial index only if it knows them when it plans the statement.
	 */
	String condition() {
		List<String> terms = new ArrayList<>(List.of("true"));
		if (!this.statuses.isEmpty()) {
			terms.add(this.statuses.stream()
				.map((status) -> "status = '" + status.name() + "'")
				.collect(Collectors.joining(" or ", "(", ")")));
		}
		if (this.channel != null) {
			terms.add("channel = :channel");
		}
		if (this.since != null) {
			terms.add("created_at >= :since");
		}
		if (this.until != null) {
			terms.add("created_at < :until");
		}
		return String.join(" and ", terms);
	}

	/**
	 * Returns the parameters of {@link #condition()}.
	 */
	Map<String, Object> parameters() {
		Map<String, Object> parameters = new HashMap<>();
		if (this.channel != null) {
			parameters.put("channel", this.channel);
		}
		if (this.since != null) {
			parameters.put("since", this.since.atOffset(ZoneOffset.UTC));
		}
		if (this.until != null) {
			parameters.put("until", this.until.atOffset(ZoneOffset.UTC));
		}
		return parameters;
	}

}
