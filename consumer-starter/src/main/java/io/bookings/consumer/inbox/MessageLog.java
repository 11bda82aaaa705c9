package io.bookings.consumer.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.queue.SystemAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes one log line for each received message. Each outcome has its own logger, such as
 * {@code io.bookings.consumer.outcome.duplicate}, with its own level and limit.
 */
final class MessageLog {

	private static final Map<Outcome, Logger> loggers = Arrays.stream(Outcome.values())
		.collect(Collectors.toMap(Function.identity(),
				(outcome) -> LoggerFactory.getLogger("io.bookings.consumer.outcome." + outcome.code()),
				(first, second) -> first, () -> new EnumMap<>(Outcome.class)));

	private MessageLog() {
	}

	static void write(Decision decision) {
		Level level = switch (decision.outcome()) {
			case PROCESSED, DUPLICATE, IGNORED -> Level.INFO;
			case CONFLICT, REJECTED, FAILED, RETRIED, RELEASED -> Level.WARN;
		};
		Logger logger = Objects.requireNonNull(loggers.get(decision.outcome()));
		if (!logger.isEnabledForLevel(level)) {
			return;
		}
		int receives = SystemAttributes.receiveCount(decision.message());
		Duration dwell = SystemAttributes.dwell(decision.message(), Instant.now());
		String bookingId = (decision.bookingId() != null) ? Printable.of(decision.bookingId()) : null;
		logger.atLevel(level)
			.addKeyValue("outcome", decision.outcome().code())
			.addKeyValue("bookingId", bookingId)
			.addKeyValue("messageId", decision.message().messageId())
			.addKeyValue("receives", receives)
			.addKeyValue("dwellMillis", dwell.toMillis())
			.log("{} booking {} (message {}, receive {}, {} ms after it was sent): {}", decision.outcome().code(),
					(bookingId != null) ? bookingId : "unknown", decision.message().messageId(), receives,
					dwell.toMillis(), Printable.of(decision.detail()));
	}

}
