package io.bookings.consumer.notification.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.web.InvalidRequestException;
import io.bookings.consumer.web.InvalidRequestException.Violation;
import io.bookings.events.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request's body and collects the rules that they break. Unknown
 * fields and values of other types are refused, because a request without {@code dryRun},
 * or with fewer conditions, sends more notifications.
 */
class RequestFields {

	private final List<Violation> broken = new ArrayList<>();

	RequestFields(@Nullable Map<String, Object> unknown) {
		if (unknown != null) {
			unknown.keySet().forEach((name) -> reject(Printable.of(name), "is not a known field"));
		}
	}

	void reject(String field, String rule) {
		this.broken.add(new Violation(field, rule));
	}

	boolean flag(String field, @Nullable Object value) {
		if (value != null && !(value instanceof Boolean)) {
			reject(field, "must be true or false");
		}
		return Boolean.TRUE.equals(value);
	}

	@Nullable Instant instant(String field, @Nullable String text) {
		try {
			return (text != null) ? OffsetDateTime.parse(text).toInstant() : null;
		}
		catch (DateTimeException ex) {
			reject(field, Rule.NOT_A_DATE_TIME.description());
			return null;
		}
	}

	void throwIfAnyIsBroken() {
		if (!this.broken.isEmpty()) {
			throw new InvalidRequestException(this.broken);
		}
	}

}
