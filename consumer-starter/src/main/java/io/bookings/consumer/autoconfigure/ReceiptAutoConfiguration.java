package io.bookings.consumer.autoconfigure;

import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.email.EmailProperties;
import io.bookings.consumer.notification.receipt.ReceiptListener;
import io.bookings.consumer.notification.receipt.ReceiptMetrics;
import io.bookings.consumer.notification.receipt.ReceiptProperties;
import io.bookings.consumer.notification.receipt.ReceiptTable;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.settings.ConsumerProperties;
import io.micrometer.core.instrument.MeterRegistry;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of receipts, if {@code booking.notification.receipt.queue-url} is
 * set.
 */
@AutoConfiguration(after = { BookingConsumerAutoConfiguration.class, NotificationAutoConfiguration.class })
@ConditionalOnProperty("booking.notification.receipt.queue-url")
@ConditionalOnBean({ BookingConsumer.class, NotificationSource.class })
@EnableConfigurationProperties(ReceiptProperties.class)
public class ReceiptAutoConfiguration {

	/**
	 * The queue's URL for the listener.
	 */
	@Bean
	String receiptQueueUrl(ReceiptProperties properties) {
		return properties.queue();
	}

	@Bean
	ReceiptListener receiptListener(ReceiptProperties properties, SqsAsyncClient sqs, JdbcClient jdbc,
			PlatformTransactionManager transactionManager, ObjectProvider<Contacts> contacts, PollingPause pause,
			ConsumerProperties consumerProperties, MeterRegistry registry,
			@Value("${spring.application.name:booking-consumer}") String name) {
		QueueInspector inspector = new QueueInspector(sqs, properties.queue(), null);
		return new ReceiptListener(
				new ReceiptTable(jdbc, new TransactionTemplate(transactionManager), contacts.getIfUnique()),
				new BookingQueue(sqs, properties.queue(), new AckMetrics(registry)),
				new DeadLetterQueue(sqs, inspector, name), pause, consumerProperties.backOff(),
				new ReceiptMetrics(registry), EmailProperties.Ses.tagValue(name));
	}

}
