package io.bookings.consumer.autoconfigure;

import java.time.Duration;

import ch.qos.logback.classic.LoggerContext;
import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.log.ConsoleFlush;
import io.bookings.consumer.log.LogLimit;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.task.BackgroundTask;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the log: a limit of repeated lines, and one flush for the lines
 * of a batch. Applies if Logback writes the log.
 */
@AutoConfiguration(after = BookingConsumerAutoConfiguration.class)
@ConditionalOnClass(LoggerContext.class)
@ConditionalOnBean(BookingConsumer.class)
public class LogAutoConfiguration {

	private static final Duration INTERVAL = Duration.ofMinutes(1);

	@Bean(initMethod = "install", destroyMethod = "remove")
	LogLimit logLimit(ConsumerProperties properties) {
		return new LogLimit(properties.logLimit());
	}

	@Bean(initMethod = "install")
	ConsoleFlush consoleFlush() {
		return new ConsoleFlush();
	}

	@Bean
	BackgroundTask logSummary(LogLimit limit) {
		return new BackgroundTask("summarize-log", limit::sumUp, () -> INTERVAL);
	}

}
