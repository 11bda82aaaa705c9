package io.bookings.consumer.autoconfigure;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.bookings.consumer.inbox.ConsumerMetrics;
import io.bookings.consumer.notification.ChannelMonitor;
import io.bookings.consumer.notification.ChannelRecovery;
import io.bookings.consumer.notification.ChannelTable;
import io.bookings.consumer.notification.Contacts;
import io.bookings.consumer.notification.DeliveryTurns;
import io.bookings.consumer.notification.LogChannel;
import io.bookings.consumer.notification.NotificationChannel;
import io.bookings.consumer.notification.NotificationClaims;
import io.bookings.consumer.notification.NotificationDelivery;
import io.bookings.consumer.notification.NotificationHealthIndicator;
import io.bookings.consumer.notification.NotificationMetrics;
import io.bookings.consumer.notification.NotificationProperties;
import io.bookings.consumer.notification.NotificationSource;
import io.bookings.consumer.notification.NotificationTable;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.Notifications;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.TransactionalScheduler;
import io.bookings.consumer.task.Purge;
import io.bookings.consumer.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of notifications for the service's {@link NotificationSource}.
 */
@AutoConfiguration(before = DbSchedulerAutoConfiguration.class,
		afterName = { "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
				"io.bookings.consumer.autoconfigure.EmailAutoConfiguration" })
@ConditionalOnBean(NotificationSource.class)
@EnableConfigurationProperties(NotificationProperties.class)
public class NotificationAutoConfiguration {

	private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(30);

	private static final Duration REPAIR_INTERVAL = Duration.ofMinutes(1);

	/**
	 * The delay if the result of an attempt could not be stored, because the database was
	 * unavailable.
	 */
	private static final Duration RETRY_UNNOTED = Duration.ofSeconds(10);

	@Bean
	NotificationTexts notificationTexts(NotificationProperties properties) {
		return new NotificationTexts(properties.bookingLink());
	}

	@Bean
	@ConditionalOnMissingBean(name = "emailChannel")
	LogChannel logChannel(NotificationTexts texts) {
		return new LogChannel(texts);
	}

	@Bean
	NotificationMetrics notificationMetrics(MeterRegistry registry, ObjectProvider<NotificationChannel> channels) {
		return new NotificationMetrics(registry, byName(channels).keySet());
	}

	@Bean
	ChannelTable channelTable(JdbcClient jdbc, PlatformTransactionManager transactionManager,
			NotificationProperties properties) {
		return new ChannelTable(jdbc, new TransactionTemplate(transactionManager), properties);
	}

	@Bean
	ChannelMonitor channelMonitor(ChannelTable table, MeterRegistry registry,
			ObjectProvider<NotificationChannel> channels) {
		return new ChannelMonitor(table, registry, byName(channels).keySet());
	}

	@Bean
	NotificationHealthIndicator notificationHealthIndicator(ChannelMonitor monitor) {
		return new NotificationHealthIndicator(monitor);
	}

	@Bean
	NotificationDelivery notificationDelivery(JdbcClient jdbc, ChannelTable channelTable, ChannelMonitor monitor,
			NotificationSource source, Contacts contacts, ObjectProvider<NotificationChannel> channels,
			NotificationProperties properties, NotificationMetrics metrics, Traces traces,
			ObjectProvider<ConsumerMetrics> consumers) {
		ConsumerMetrics consumer = consumers.getIfAvailable();
		return new NotificationDelivery(new NotificationClaims(jdbc, source, contacts), new NotificationTable(jdbc),
				channelTable, monitor, byName(channels), properties, metrics, traces,
				new DeliveryTurns((consumer != null) ? consumer::inFlight : () -> 0));
	}

	@Bean
	Task<Void> notificationTask(NotificationDelivery delivery, NotificationProperties properties) {
		return Tasks.custom(NotificationDelivery.TASK)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY_UNNOTED))
			.onDeadExecutionRevive()
			.execute((instance, context) -> properties.enabled() ? delivery.attempt(instance.getId()) : (complete,
					task) -> task.reschedule(complete, complete.getTimeDone().plus(properties.contactRetry())));
	}

	@Bean
	Task<Void> notificationChannelTask(ChannelTable table, NotificationDelivery delivery, ChannelMonitor monitor,
			NotificationProperties properties) {
		ChannelRecovery recovery = new ChannelRecovery(table, delivery, monitor, properties);
		return Tasks.custom(ChannelRecovery.TASK)
			.onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY_UNNOTED))
			.onDeadExecutionRevive()
			.execute((instance, context) -> recovery.run(instance.getId()));
	}

	private static Map<String, NotificationChannel> byName(ObjectProvider<NotificationChannel> channels) {
		return channels.orderedStream().collect(Collectors.toMap(NotificationChannel::name, Function.identity()));
	}

	@Bean
	BackgroundTask notificationRefresh(JdbcClient jdbc, NotificationMetrics metrics, ChannelMonitor monitor) {
		NotificationTable table = new NotificationTable(jdbc);
		return new BackgroundTask("refresh-notification-metrics", () -> {
			metrics.refresh(table);
			monitor.refresh();
		}, () -> REFRESH_INTERVAL);
	}

	@Bean
	BackgroundTask notificationRepair(ChannelTable table) {
		return new BackgroundTask("repair-notifications", table::repairAndLog, () -> REPAIR_INTERVAL);
	}

	@Bean
	BackgroundTask notificationPurge(JdbcClient jdbc, NotificationProperties properties) {
		return Purge.of("notifications", properties.retention(), new NotificationTable(jdbc)::purge);
	}

	@Bean
	Notifications notifications(JdbcClient jdbc, ObjectProvider<Scheduler> scheduler,
			NotificationProperties properties) {
		return new Notifications(new NotificationTable(jdbc), new TransactionalScheduler(scheduler),
				properties.enabled());
	}

}
