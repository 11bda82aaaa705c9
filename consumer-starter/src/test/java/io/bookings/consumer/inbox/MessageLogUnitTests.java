package io.bookings.consumer.inbox;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class MessageLogUnitTests {

	private static final Decision REJECTED = new Decision.DeadLetter(Message.builder().messageId("m-1").build(),
			"b\u2028forged\u202Eline\u2029end\uFEFF", Outcome.REJECTED, "a\nb\u0085c must be a string");

	private static final Logger logger = (Logger) LoggerFactory.getLogger("io.bookings.consumer.outcome.rejected");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		logger.addAppender(this.lines);
	}

	@AfterEach
	void detach() {
		logger.detachAppender(this.lines);
	}

	@Test
	void charactersThatCouldForgeALineAreEscaped() {
		new MessageLog(false).write(REJECTED);
		assertThat(line().getFormattedMessage())
			.startsWith(
					"rejected booking b\\u2028forged\\u202Eline\\u2029end\\uFEFF (message m-1, receive 1, 0 ms after")
			.endsWith("a\\u000Ab\\u0085c must be a string");
	}

	@ParameterizedTest
	@CsvSource({ "logging.structured.format.console, ecs", "logging.structured.format.file, logstash",
			"logging.config, file:/etc/logback.xml" })
	void aStructuredLogHasKeyValuePairs(String setting, String value) {
		MessageLog.of(new MockEnvironment().withProperty(setting, value), new DefaultResourceLoader()).write(REJECTED);
		assertThat(keys()).containsExactly("outcome", "bookingId", "messageId", "receives", "dwellMillis");
	}

	@ParameterizedTest
	@ValueSource(strings = { "logback.xml", "logback-spring.xml" })
	void aConfigurationOfLogbackCanShowKeyValuePairs(String file, @TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve(file), "<configuration/>");
		try (URLClassLoader classes = new URLClassLoader(new URL[] { directory.toUri().toURL() }, null)) {
			MessageLog.of(new MockEnvironment(), new DefaultResourceLoader(classes)).write(REJECTED);
		}
		assertThat(keys()).contains("bookingId");
	}

	@Test
	void thePlainLogHasNone() {
		MessageLog.of(new MockEnvironment(), new DefaultResourceLoader(new URLClassLoader(new URL[0], null)))
			.write(REJECTED);
		assertThat(keys()).isEmpty();
	}

	private ILoggingEvent line() {
		assertThat(this.lines.list).hasSize(1);
		return this.lines.list.getFirst();
	}

	private List<String> keys() {
		List<KeyValuePair> pairs = line().getKeyValuePairs();
		return (pairs != null) ? pairs.stream().map((pair) -> pair.key).toList() : List.of();
	}

}
