package io.bookings.consumer.autoconfigure;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.bookings.consumer.notification.NotificationProperties;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.api.NotificationActions;
import io.bookings.consumer.notification.api.NotificationController;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of the HTTP API for notifications.
 */
@AutoConfiguration(after = NotificationAutoConfiguration.class)
@ConditionalOnBean(NotificationSource.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class NotificationApiAutoConfiguration {

	@Bean
	NotificationActions notificationActions(JdbcClient jdbc, PlatformTransactionManager transactionManager,
			ObjectProvider<Scheduler> scheduler, NotificationProperties properties) {
		return new NotificationActions(jdbc, new TransactionTemplate(transactionManager), scheduler,
				properties.enabled());
	}

	@Bean
	NotificationController notificationController(JdbcClient jdbc, NotificationActions actions) {
		return new NotificationController(jdbc, actions);
	}

}
