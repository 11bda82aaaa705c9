package io.bookings.consumer.inbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.queue.SystemAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.StringUtils;

/**
 * Writes one log line for each received message. Each outcome has its own logger, such as
 * {@code io.bookings.consumer.outcome.duplicate}, with its own level and limit.
 */
public final class MessageLog {

	private static final Map<Outcome, Logger> loggers = Arrays.stream(Outcome.values())
		.collect(Collectors.toMap(Function.identity(),
				(outcome) -> LoggerFactory.getLogger("io.bookings.consumer.outcome." + outcome.code()),
				(first, second) -> first, () -> new EnumMap<>(Outcome.class)));

	private final boolean keyValues;

	/**
	 * Creates the log.
	 * @param keyValues whether the lines have key-value pairs
	 */
	MessageLog(boolean keyValues) {
		this.keyValues = keyValues;
	}

	/**
	 * Creates the log for the settings of an application. The lines have key-value pairs
	 * if the log is structured, or if Logback has a configuration of its own, which can
	 * show them. Spring Boot's own configuration does not show them.
	 * @param environment the settings
	 * @param resources finds a configuration of Logback on the class path
	 * @return the log
	 */
	public static MessageLog of(Environment environment, ResourceLoader resources) {
		return new MessageLog(
				Stream.of("logging.structured.format.console", "logging.structured.format.file", "logging.config")
					.anyMatch((name) -> StringUtils.hasText(environment.getProperty(name)))
						|| Stream.of("logback.xml", "logback-spring.xml")
							.anyMatch((name) -> resources.getResource("classpath:" + name).exists()));
	}

	void write(Decision decision) {
		Level level = switch (decision.outcome()) {
			case PROCESSED, DUPLICATE, IGNORED -> Level.INFO;
			case CONFLICT, REJECTED, FAILED, RETRIED, RELEASED -> Level.WARN;
		};
		Logger logger = Objects.requireNonNull(loggers.get(decision.outcome()));
		if (!logger.isEnabledForLevel(level)) {
			return;
		}
		String outcome = decision.outcome().code();
		String bookingId = (decision.bookingId() != null) ? Printable.of(decision.bookingId()) : null;
		String messageId = decision.message().messageId();
		int receives = SystemAttributes.receiveCount(decision.message());
		long dwell = SystemAttributes.dwell(decision.message(), Instant.now()).toMillis();
		String line = outcome + " booking " + ((bookingId != null) ? bookingId : "unknown") + " (message " + messageId
				+ ", receive " + receives + ", " + dwell + " ms after it was sent): " + Printable.of(decision.detail());
		if (this.keyValues) {
			logger.atLevel(level)
				.addKeyValue("outcome", outcome)
				.addKeyValue("bookingId", bookingId)
				.addKeyValue("messageId", messageId)
				.addKeyValue("receives", receives)
				.addKeyValue("dwellMillis", dwell)
				.log(line);
		}
		else if (level == Level.INFO) {
			logger.info(line);
		}
		else {
			logger.warn(line);
		}
	}

}
