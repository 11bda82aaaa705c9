package io.bookings.consumer.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.TextRedactor;
import io.bookings.consumer.privacy.BookingTable;
import io.bookings.consumer.privacy.ErasureForward;
import io.bookings.consumer.privacy.DeadLetterData;
import io.bookings.consumer.privacy.Erasures;
import io.bookings.consumer.privacy.PersonController;
import io.bookings.consumer.privacy.PersonalData;
import io.bookings.consumer.privacy.ServiceData;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.RetentionProperties;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.Purge;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of retention, export and erasure for the service's
 * {@link BookingTable}.
 */
@AutoConfiguration(after = { BookingConsumerAutoConfiguration.class, NotificationAutoConfiguration.class })
@ConditionalOnBean(BookingTable.class)
@EnableConfigurationProperties(RetentionProperties.class)
public class PrivacyAutoConfiguration {

	/** Rows that are read at once while an export is written. */
	private static final int FETCH_SIZE = 500;

	@Bean
	@ConditionalOnProperty("booking.retention")
	BackgroundTask bookingPurge(BookingTable bookings, RetentionProperties retention, ConsumerProperties consumer) {
		retention.requireAtLeastInbox(consumer);
		return bookings.purge(retention.required());
	}

	@Bean
	BackgroundTask erasedPeoplePurge(ErasedPeople people, ConsumerProperties consumer) {
		return Purge.of("erased-people", consumer.processedRetention(), people::purge);
	}

	@Bean
	@ConditionalOnProperty("booking.contact.encryption.keys")
	BackgroundTask contactEncryption(Contacts contacts) {
		return contacts.encryption();
	}

	@Bean
	ServiceData notifiedPeopleData(JdbcClient jdbc, BookingTable bookings, Contacts contacts) {
		return new ServiceData(jdbc, bookings, contacts);
	}

	@Bean
	DeadLetterData deadLetterData(JdbcClient jdbc, TextRedactor redactor) {
		return new DeadLetterData(jdbc, redactor);
	}

	@Bean
	Erasures erasures(JdbcClient jdbc, ErasedPeople people, ObjectProvider<PersonalData> data,
			ObjectProvider<ErasureForward> forward, PlatformTransactionManager transactionManager) {
		return new Erasures(jdbc, people, all(data), forward.getIfAvailable(),
				new TransactionTemplate(transactionManager));
	}

	@Bean
	BackgroundTask erasuresInBackground(Erasures erasures) {
		return erasures.finish();
	}

	@Bean
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	PersonController personController(Erasures erasures, ObjectProvider<PersonalData> data, DataSource dataSource,
			PlatformTransactionManager transactionManager) {
		JdbcTemplate streaming = new JdbcTemplate(dataSource);
		streaming.setFetchSize(FETCH_SIZE);
		TransactionTemplate snapshot = new TransactionTemplate(transactionManager);
		snapshot.setReadOnly(true);
		return new PersonController(erasures, all(data), JdbcClient.create(new NamedParameterJdbcTemplate(streaming)),
				snapshot);
	}

	private static List<PersonalData> all(ObjectProvider<PersonalData> data) {
		return data.orderedStream().toList();
	}

}
