package io.bookings.consumer;

import java.time.Duration;
import java.util.Objects;

import javax.sql.DataSource;

import io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration;
import io.awspring.cloud.autoconfigure.sqs.SqsProperties;
import io.bookings.events.BookingEvent;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Auto-configuration of a {@link BookingConsumer} for the service's
 * {@link BookingEventHandler}.
 */
@AutoConfiguration(before = SqsAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration" })
@ConditionalOnBean(BookingEventHandler.class)
@EnableConfigurationProperties(ConsumerProperties.class)
public class BookingConsumerAutoConfiguration {

	@Bean
	static ListenerContainerSettings listenerContainerSettings(ObjectProvider<ConsumerProperties> properties,
			ObjectProvider<PollingPause> pause) {
		return new ListenerContainerSettings(properties, pause);
	}

	@Bean
	QueueEndpoint queueEndpoint(ConsumerProperties properties, Environment environment) {
		return new QueueEndpoint(Objects.requireNonNull(properties.queueUrl()), environment);
	}

	@Bean
	SqsTimeouts sqsTimeouts(SqsProperties sqsProperties) {
		return new SqsTimeouts(pollTimeout(sqsProperties));
	}

	@Bean
	QueueInspector queueInspector(SqsAsyncClient sqs, ConsumerProperties properties) {
		return new QueueInspector(sqs, properties);
	}

	@Bean
	PollingPause pollingPause(DataSource dataSource, JdbcClient jdbc, PlatformTransactionManager transactionManager,
			SqsProperties sqsProperties) {
		DatabaseProbe probe = DatabaseProbe.of(dataSource, jdbc, transactionManager);
		return new PollingPause(probe, pollTimeout(sqsProperties));
	}

	private static Duration pollTimeout(SqsProperties properties) {
		Duration pollTimeout = properties.getListener().getPollTimeout();
		return (pollTimeout != null) ? pollTimeout : Duration.ofSeconds(10);
	}

	@Bean
	StopSignal stopSignal(ApplicationContext context) {
		return new StopSignal(context);
	}

	@Bean
	<E extends BookingEvent> BookingConsumer<E> bookingConsumer(BookingEventHandler<E> handler, JdbcClient jdbc,
			PlatformTransactionManager transactionManager, SqsAsyncClient sqs, QueueInspector inspector,
			PollingPause pause, StopSignal stopSignal, ConsumerProperties properties,
			@Value("${spring.application.name:booking-consumer}") String name) {
		IdempotentTransaction<E> transaction = new IdempotentTransaction<>(transactionManager,
				new ProcessedBookings(jdbc), handler);
		Settlement settlement = new Settlement(new BookingQueue(sqs, properties.queue()),
				new DeadLetterQueue(sqs, inspector, name), properties.backOff());
		return new BookingConsumer<>(handler.eventType(), transaction, settlement, pause, stopSignal, properties);
	}

	@Bean
	Chore databaseCheck(PollingPause pause) {
		return new Chore("check the database", pause::check, () -> PollingPause.PROBE_INTERVAL);
	}

	@Bean
	Chore processedBookingsPurge(JdbcClient jdbc, ConsumerProperties properties) {
		return Purge.of("processed booking ids", properties.processedRetention(), new ProcessedBookings(jdbc)::purge);
	}

	@Bean
	Chore bookingHistoryPurge(JdbcClient jdbc, ConsumerProperties properties) {
		return Purge.of("lines of bookings' histories", properties.processedRetention(),
				new ProcessedBookings(jdbc)::purgeHistory);
	}

	@Bean
	Housekeeping housekeeping(ObjectProvider<Chore> chores) {
		return new Housekeeping(chores.orderedStream().toList());
	}

}
