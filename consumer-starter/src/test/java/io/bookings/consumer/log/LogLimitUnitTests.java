package io.bookings.consumer.log;

import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

class LogLimitUnitTests {

	private final LogLimit limit = new LogLimit(3);

	private final ListAppender<ILoggingEvent> written = new ListAppender<>();

	private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory())
		.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final org.slf4j.Logger logger = LoggerFactory.getLogger("limited");

	@BeforeEach
	void install() {
		this.limit.install();
		this.written.start();
		this.root.addAppender(this.written);
	}

	@AfterEach
	void remove() {
		this.root.detachAppender(this.written);
		this.limit.remove();
	}

	@Test
	void aStormIsLimitedAndItsRestIsSummedUpByLoggerAndLevel() {
		for (int i = 0; i < 1000; i++) {
			this.logger.warn("warning {}", i);
			this.logger.atError().addKeyValue("i", i).log("error {}", i);
			LoggerFactory.getLogger("another").warn("warning {}", i);
		}
		assertThat(lines()).containsExactlyInAnyOrder("warning 0", "warning 1", "warning 2", "error 0", "error 1",
				"error 2", "warning 0", "warning 1", "warning 2");
		this.limit.sumUp();
		assertThat(lines()).last()
			.isEqualTo("Lines left out of the log in the last minute: "
					+ "997 ERROR limited, 997 WARN another, 997 WARN limited");
	}

	@Test
	void afterTheSumALoggerWritesAgainAndWhereNothingWasLeftOutThereIsNone() {
		for (int i = 0; i < 4; i++) {
			this.logger.warn("before");
		}
		this.limit.sumUp();
		this.logger.warn("after");
		assertThat(lines()).last().isEqualTo("after");
		this.limit.sumUp();
		assertThat(lines()).last().isEqualTo("after");
	}

	@Test
	void stackTracesAreCountedByThemselvesAndOneIsWritten() {
		for (int i = 0; i < 3; i++) {
			this.logger.error("failed", new IllegalStateException());
		}
		this.logger.error("without");
		assertThat(lines()).containsExactly("failed", "without");
		this.limit.sumUp();
		assertThat(lines()).last().asString().endsWith(": 2 ERROR limited with a stack trace");
	}

	@Test
	void whatIsNoFailureIsNotLimited() {
		for (int i = 0; i < 100; i++) {
			this.logger.info("processed");
		}
		assertThat(lines()).hasSize(100);
	}

	@Test
	void whatTheServiceSaysItselfIsOnlyCountedUnlessItsLevelIsSet() {
		Logger polls = ((LoggerContext) LoggerFactory.getILoggerFactory())
			.getLogger("io.awspring.cloud.sqs.listener.source.AbstractPollingMessageSource");
		polls.error("Error polling for messages", new IllegalStateException());
		assertThat(lines()).isEmpty();
		this.limit.sumUp();
		assertThat(lines()).singleElement().asString().endsWith(": 1 ERROR " + polls.getName() + " with a stack trace");
		polls.setLevel(Level.ERROR);
		try {
			polls.error("Error polling for messages");
			assertThat(lines()).last().isEqualTo("Error polling for messages");
		}
		finally {
			polls.setLevel(null);
		}
	}

	private List<String> lines() {
		return this.written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

}
