package io.bookings.consumer.autoconfigure;

import java.time.Clock;

import io.awspring.cloud.autoconfigure.sqs.SqsProperties;
import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.deadletter.DeadLetterProperties;
import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.LetterCollector;
import io.bookings.consumer.deadletter.LetterTable;
import io.bookings.consumer.deadletter.OpenLetters;
import io.bookings.consumer.deadletter.Redriver;
import io.bookings.consumer.deadletter.api.DeadLetterController;
import io.bookings.consumer.inbox.DeadLetterCopy;
import io.bookings.consumer.inbox.IdempotentTransaction;
import io.bookings.consumer.inbox.Predictor;
import io.bookings.consumer.message.BodyProperties;
import io.bookings.consumer.message.MessageDecoder;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.person.TextRedactor;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.Purge;
import io.bookings.events.BookingEvent;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of the table of dead letters. Letters are collected only if
 * {@code booking.dead-letters.collect} is {@code true}; those in the table can be
 * redriven in any case.
 */
@AutoConfiguration(after = BookingConsumerAutoConfiguration.class)
@ConditionalOnBean(BookingConsumer.class)
@EnableConfigurationProperties(DeadLetterProperties.class)
public class DeadLetterAutoConfiguration {

	@Bean
	LetterTable letterTable(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		return new LetterTable(jdbc, new TransactionTemplate(transactionManager));
	}

	@Bean
	<E extends BookingEvent> DeadLetters deadLetters(LetterTable table, JdbcClient jdbc,
			PlatformTransactionManager transactionManager, BookingEventHandler<E> handler,
			IdempotentTransaction<E> transaction, BodyProperties bodies) {
		// Health must not show the messages of a dry run.
		UnexpectedMessages unexpectedMessages = new UnexpectedMessages(Clock.systemUTC());
		Predictor<E> predictor = new Predictor<>(new MessageDecoder<>(handler.eventType(), bodies, unexpectedMessages),
				transaction, handler, transactionManager);
		return new DeadLetters(table, jdbc, new TransactionTemplate(transactionManager), predictor);
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	DeadLetterController deadLetterController(DeadLetters letters) {
		return new DeadLetterController(letters);
	}

	@Bean
	Redriver redriver(JdbcClient jdbc, PlatformTransactionManager transactionManager, BookingQueue queue,
			QueueInspector inspector, PollingPause pause, DeadLetterProperties properties) {
		return new Redriver(jdbc, new TransactionTemplate(transactionManager), queue, inspector, pause,
				properties.collect());
	}

	@Bean
	BackgroundTask deadLettersRedrive(Redriver redriver) {
		return new BackgroundTask("redrive-dead-letters", redriver::run, redriver::delay);
	}

	@Bean
	@ConditionalOnProperty("booking.dead-letters.collect")
	LetterCollector letterCollector(SqsAsyncClient sqs, QueueInspector inspector, LetterTable table,
			TextRedactor redactor, DeadLetterCopy copies, PollingPause pause, LargeResponseLimiter largeResponses,
			MeterRegistry registry, SqsProperties sqsProperties) {
		return new LetterCollector(sqs, inspector, table, redactor, copies, pause, largeResponses,
				new AckMetrics(registry), BookingConsumerAutoConfiguration.pollTimeout(sqsProperties));
	}

	@Bean
	@ConditionalOnProperty("booking.dead-letters.collect")
	BackgroundTask deadLettersCollection(LetterCollector collector) {
		return new BackgroundTask("collect-dead-letters", collector::run, collector::delay);
	}

	@Bean
	OpenLetters openLetters(LetterTable table, PollingPause pause, MeterRegistry registry) {
		OpenLetters open = new OpenLetters(table, pause);
		Gauge.builder("booking.open.dead.letters", open, OpenLetters::gauge).register(registry);
		return open;
	}

	@Bean
	BackgroundTask openLettersCount(OpenLetters open, ConsumerProperties properties) {
		return new BackgroundTask("count-dead-letters", open::refresh, properties::inspectionInterval);
	}

	@Bean
	BackgroundTask deadLettersPurge(LetterTable table, DeadLetterProperties properties) {
		return Purge.of("dead-letters", properties.retention(), table::purge);
	}

}
