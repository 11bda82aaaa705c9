package io.bookings.consumer.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * Lets Logback write to the console through a {@link DelayedFlush}.
 */
public class ConsoleFlush {

	/**
	 * Changes the root logger's appenders that write to the console.
	 */
	void install() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(ConsoleFlush::change);
		}
	}

	private static void change(Appender<ILoggingEvent> appender) {
		if (appender instanceof ConsoleAppender<ILoggingEvent> console
				&& !(console.getOutputStream() instanceof DelayedFlush)) {
			console.setOutputStream(new DelayedFlush(console.getOutputStream()));
		}
	}

}
