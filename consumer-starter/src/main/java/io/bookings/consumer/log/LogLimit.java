package io.bookings.consumer.log;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Limits the lines at WARN and ERROR of each logger. In each minute, a logger writes a
 * number of lines of each level, and one with a stack trace. The others are counted.
 */
public class LogLimit extends TurboFilter {

	/**
	 * Loggers of libraries whose lines are left out, because they repeat a failure at
	 * each attempt or contain data, and the service logs the failure itself. They are
	 * written if the logger's level is set.
	 */
	private static final Set<String> SAID_ELSEWHERE = Set
		.of("io.awspring.cloud.sqs.listener.source.AbstractPollingMessageSource", "org.hibernate.orm.jdbc.error");

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(LogLimit.class);

	private final Map<String, Lines> lines = new ConcurrentHashMap<>();

	private final int linesPerMinute;

	/**
	 * Creates a limit.
	 * @param linesPerMinute the maximum number of lines a minute of each logger and level
	 */
	public LogLimit(int linesPerMinute) {
		this.linesPerMinute = linesPerMinute;
	}

	void install() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.addTurboFilter(this);
		}
	}

	void remove() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getTurboFilterList().remove(this);
		}
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] params, @Nullable Throwable failure) {
		// Without a format, the call only checks whether the level is enabled.
		if (level.levelInt < Level.WARN_INT || format == null || level.levelInt < logger.getEffectiveLevel().levelInt) {
			return FilterReply.NEUTRAL;
		}
		if (SAID_ELSEWHERE.contains(logger.getName()) && logger.getLevel() != null) {
			return FilterReply.NEUTRAL;
		}
		String kind = level + " " + logger.getName() + ((failure != null) ? " with a stack trace" : "");
		int limit = (failure != null) ? 1 : this.linesPerMinute;
		return this.lines.computeIfAbsent(kind, (name) -> new Lines())
			.admit(SAID_ELSEWHERE.contains(logger.getName()) ? 0 : limit) ? FilterReply.NEUTRAL : FilterReply.DENY;
	}

	/**
	 * Logs how many lines were left out since the last call, and resets the counters.
	 */
	public void sumUp() {
		Map<String, Integer> omitted = new TreeMap<>();
		this.lines.forEach((name, lines) -> {
			int count = lines.reset();
			if (count > 0) {
				omitted.put(name, count);
			}
		});
		if (!omitted.isEmpty()) {
			logger.warn("Lines left out of the log in the last minute: {}",
					omitted.entrySet()
						.stream()
						.map((entry) -> entry.getValue() + " " + entry.getKey())
						.collect(Collectors.joining(", ")));
		}
	}

	/**
	 * The counters of one logger and level.
	 */
	private static final class Lines {

		private final AtomicInteger written = new AtomicInteger();

		private final AtomicInteger omitted = new AtomicInteger();

		boolean admit(int limit) {
			if (this.written.get() < limit && this.written.incrementAndGet() <= limit) {
				return true;
			}
			this.omitted.incrementAndGet();
			return false;
		}

		int reset() {
			this.written.set(0);
			return this.omitted.getAndSet(0);
		}

	}

}
