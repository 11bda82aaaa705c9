package io.bookings.consumer.log;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ConsoleFlushUnitTests {

	private final PrintStream console = System.out;

	private final Calls calls = new Calls();

	private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

	private final ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();

	private final Logger logger = this.context.getLogger("batch");

	@BeforeEach
	void redirect() {
		System.setOut(new PrintStream(this.calls, false, StandardCharsets.UTF_8));
		PatternLayoutEncoder encoder = new PatternLayoutEncoder();
		encoder.setContext(this.context);
		encoder.setPattern("%msg%n");
		encoder.start();
		this.appender.setContext(this.context);
		this.appender.setEncoder(encoder);
		this.appender.start();
		this.logger.setAdditive(false);
		this.logger.addAppender(this.appender);
	}

	private void installFlush() {
		Logger root = this.context.getLogger(Logger.ROOT_LOGGER_NAME);
		root.addAppender(this.appender);
		new ConsoleFlush().install();
		new ConsoleFlush().install(); // of a second service in the same JVM
		root.detachAppender(this.appender);
	}

	@AfterEach
	void restore() {
		this.logger.detachAppender(this.appender);
		this.logger.setAdditive(true);
		this.appender.stop();
		System.setOut(this.console);
	}

	@Test
	void theLinesOfABatchAreWrittenByOneCall() {
		installFlush();
		DelayedFlush.afterAll(() -> {
			this.logger.info("first");
			this.logger.info("second");
		});
		assertThat(this.calls.contents).containsExactly("first\nsecond\n");
	}

	@Test
	void eachOtherLineIsWrittenAtOnce() {
		installFlush();
		this.logger.info("first");
		this.logger.info("second");
		assertThat(this.calls.contents).containsExactly("first\n", "second\n");
	}

	@Test
	void theLinesBeforeAFailureAreWritten() {
		installFlush();
		assertThatIllegalStateException().isThrownBy(() -> DelayedFlush.afterAll(() -> {
			this.logger.info("first");
			throw new IllegalStateException("after the first line");
		}));
		assertThat(this.calls.contents).containsExactly("first\n");
	}

	@Test
	void withoutImmediateFlushALineDoesNotWaitEither() {
		this.appender.setImmediateFlush(false);
		installFlush();
		this.logger.info("first");
		assertThat(this.calls.contents).containsExactly("first\n");
	}

	@Test
	void theStreamOfAnAppenderForColorsStays() {
		this.appender.setWithJansi(true);
		OutputStream colors = this.appender.getOutputStream();
		installFlush();
		assertThat(this.appender.getOutputStream()).isSameAs(colors);
	}

	/**
	 * The standard output, which remembers what each system call would write.
	 */
	private static final class Calls extends OutputStream {

		private final List<String> contents = new ArrayList<>();

		@Override
		public void write(int one) {
			write(new byte[] { (byte) one }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			this.contents
				.add(new String(bytes, offset, length, StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"));
		}

	}

}
