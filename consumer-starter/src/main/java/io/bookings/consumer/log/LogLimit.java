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
 * Sums up a storm of failures: each logger writes so many lines at WARN and at ERROR a
 * minute, and one with a stack trace; the others are counted.
 */
public class LogLimit extends TurboFilter {

	/**
	 * Loggers of libraries that repeat at each try, or with the data, what the service
	 * itself says once. Who sets the level of one wants to see it.
	 */
	private static final Set<String> SAID_ELSEWHERE = Set
		.of("io.awspring.cloud.sqs.listener.source.AbstractPollingMessageSource", "org.hibernate.orm.jdbc.error");

	private static final org.slf4j.Logger logger = LoggerFactory.getLogger(LogLimit.class);

	private final Map<String, Lines> lines = new ConcurrentHashMap<>();

	private final int linesPerMinute;

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
		// Without a format somebody only asks whether the level is on.
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
	 * Says how many lines were left out since the last call, and lets each logger write
	 * again.
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
	 * The lines of one kind.
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
