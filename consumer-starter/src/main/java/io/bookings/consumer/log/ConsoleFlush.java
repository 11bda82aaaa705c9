package io.bookings.consumer.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * Lets Logback write to the console through a {@link DelayedFlush}, which itself does not
 * need Logback.
 */
public class ConsoleFlush {

	/**
	 * Changes the root logger's appenders that write to the console and flush each line.
	 * Those that show colors through Jansi stay as they are: Logback would close their
	 * stream.
	 */
	void install() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(ConsoleFlush::change);
		}
	}

	private static void change(Appender<ILoggingEvent> appender) {
		if (appender instanceof ConsoleAppender<ILoggingEvent> console && console.isImmediateFlush()
				&& !console.isWithJansi() && !(console.getOutputStream() instanceof DelayedFlush)) {
			console.setOutputStream(new DelayedFlush(console.getOutputStream()));
		}
	}

}
