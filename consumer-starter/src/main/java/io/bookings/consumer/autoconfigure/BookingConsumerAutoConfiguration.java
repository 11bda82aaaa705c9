package io.bookings.consumer.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.zaxxer.hikari.HikariDataSource;
import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.sqs.SqsAsyncClientCustomizer;
import io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration;
import io.awspring.cloud.autoconfigure.sqs.SqsProperties;
import io.awspring.cloud.sqs.config.SqsListenerConfigurer;
import io.bookings.consumer.BookingEventHandler;
import io.bookings.consumer.database.DatabaseTimeouts;
import io.bookings.consumer.database.PostgresConnections;
import io.bookings.consumer.database.PostgresVersionCheck;
import io.bookings.consumer.deadletter.LetterOutcomes;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.inbox.Batch;
import io.bookings.consumer.inbox.BatchTrace;
import io.bookings.consumer.inbox.ConsumerMetrics;
import io.bookings.consumer.inbox.DeadLetterCopy;
import io.bookings.consumer.inbox.HeldMessages;
import io.bookings.consumer.inbox.IdempotentTransaction;
import io.bookings.consumer.inbox.InboxConsumer;
import io.bookings.consumer.inbox.MessageLog;
import io.bookings.consumer.inbox.ProcessedBookings;
import io.bookings.consumer.inbox.RedriveOutcomes;
import io.bookings.consumer.inbox.Settlement;
import io.bookings.consumer.inbox.StopSignal;
import io.bookings.consumer.message.BodyProperties;
import io.bookings.consumer.message.MessageDecoder;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.notification.ContactCipher;
import io.bookings.consumer.notification.ContactEncryptionProperties;
import io.bookings.consumer.outage.DatabaseProbe;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.person.ErasedPeople;
import io.bookings.consumer.person.TextRedactor;
import io.bookings.consumer.queue.AckMetrics;
import io.bookings.consumer.queue.AwsHttpClients;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.QueueEndpoint;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.queue.ReceiveLimit;
import io.bookings.consumer.queue.SendOnce;
import io.bookings.consumer.queue.SqsTimeouts;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.SettingRules;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.BackgroundTaskRunner;
import io.bookings.consumer.task.Purge;
import io.bookings.consumer.task.RetriedTasks;
import io.bookings.consumer.task.TransactionalScheduler;
import io.bookings.consumer.trace.Traces;
import io.bookings.events.BookingEvent;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.flywaydb.core.api.callback.Callback;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Auto-configuration of a {@link io.bookings.consumer.BookingConsumer} for the service's
 * {@link BookingEventHandler}.
 */
@AutoConfiguration(before = { SqsAutoConfiguration.class, CredentialsProviderAutoConfiguration.class },
		afterName = { "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
				"org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration" })
@ConditionalOnBean(BookingEventHandler.class)
@EnableConfigurationProperties({ ConsumerProperties.class, BodyProperties.class, ContactEncryptionProperties.class })
public class BookingConsumerAutoConfiguration {

	/** The fraction of the heap that the bodies of held messages can use. */
	private static final int SHARES_OF_HEAP = 16;

	@Bean
	static ListenerContainerSettings listenerContainerSettings(ObjectProvider<ConsumerProperties> properties,
			ObjectProvider<PollingPause> pause, ObjectProvider<LargeResponseLimiter> largeResponses,
			ObjectProvider<HeldMessages> held) {
		return new ListenerContainerSettings(properties, pause, largeResponses, held);
	}

	@Bean
	SqsListenerConfigurer rawBatches() {
		return (registrar) -> registrar
			.manageMethodArgumentResolvers((resolvers) -> resolvers.addFirst(new RawBatchResolver()));
	}

	@Bean
	static DurationsWithUnit durationsWithUnit(Environment environment) {
		return new DurationsWithUnit(environment);
	}

	@Bean
	LargeResponseLimiter largeResponses(ConsumerProperties properties) {
		return new LargeResponseLimiter(Runtime.getRuntime().maxMemory(), properties.concurrency());
	}

	@Bean
	QueueEndpoint queueEndpoint(ConsumerProperties properties, Environment environment, SqsProperties sqsProperties,
			AwsRegionProvider regions) {
		return new QueueEndpoint(properties, environment,
				AwsClientBuilderConfigurer.resolveRegion(sqsProperties, null, regions));
	}

	/**
	 * Requests complete in the threads of the HTTP client, without a change of threads.
	 * Therefore nothing that continues a request may block.
	 */
	@Bean
	SqsAsyncClientCustomizer sqsHttpClient(QueueEndpoint endpoint) {
		return (builder) -> builder.httpClientBuilder(AwsHttpClients.to(endpoint.endpoint()))
			.asyncConfiguration((async) -> async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR,
					Runnable::run));
	}

	@Bean
	@Conditional(NoWebIdentityCondition.class)
	@ConditionalOnMissingBean
	AwsCredentialsProvider credentialsInTheSdksOrder() {
		return DefaultCredentialsProvider.builder().build();
	}

	/**
	 * The queue's URL for the {@code @SqsListener} of the service.
	 */
	@Bean
	String bookingQueueUrl(ConsumerProperties properties) {
		return properties.queue();
	}

	@Bean
	SqsTimeouts sqsTimeouts(SqsProperties sqsProperties, ConsumerProperties properties, Environment environment) {
		SettingRules.refuseRenamed(environment);
		SettingRules.check(properties, sqsProperties.getListener(),
				environment.getProperty("spring.datasource.hikari.maximum-pool-size", Integer.class));
		return new SqsTimeouts(pollTimeout(sqsProperties));
	}

	@Bean
	SqsAsyncClientCustomizer largeResponsesCustomizer(LargeResponseLimiter largeResponses) {
		return (builder) -> builder.overrideConfiguration(builder.overrideConfiguration()
			.copy((configuration) -> configuration.addExecutionInterceptor(largeResponses)));
	}

	@Bean
	QueueInspector queueInspector(SqsAsyncClient sqs, ConsumerProperties properties) {
		return new QueueInspector(sqs, properties);
	}

	@Bean
	PollingPause pollingPause(DataSource dataSource, JdbcClient jdbc, PlatformTransactionManager transactionManager,
			SqsProperties sqsProperties, MeterRegistry registry) {
		DatabaseProbe probe = DatabaseProbe.of(dataSource, jdbc, transactionManager);
		PollingPause pause = new PollingPause(probe, pollTimeout(sqsProperties));
		FunctionCounter.builder("booking.polling.paused", pause, (paused) -> paused.total().toMillis() / 1000.0)
			.baseUnit("seconds")
			.register(registry);
		return pause;
	}

	static Duration pollTimeout(SqsProperties properties) {
		Duration pollTimeout = properties.getListener().getPollTimeout();
		return (pollTimeout != null) ? pollTimeout : Duration.ofSeconds(10);
	}

	@Bean
	StopSignal stopSignal(ApplicationContext context) {
		return new StopSignal(context);
	}

	@Bean
	ConsumerMetrics consumerMetrics(MeterRegistry registry) {
		return new ConsumerMetrics(registry);
	}

	@Bean
	static BeanPostProcessor postgresConnections(ObjectProvider<ConsumerProperties> properties) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if (bean instanceof HikariDataSource pool) {
					PostgresConnections.openFor(pool, new DatabaseTimeouts(properties.getObject().batchTimeout()));
				}
				return bean;
			}

		};
	}

	@Bean
	ProcessedBookings processedBookings(NamedParameterJdbcOperations jdbc, ConsumerProperties properties) {
		return new ProcessedBookings(jdbc, new DatabaseTimeouts(properties.batchTimeout()));
	}

	@Bean
	HistoryTable historyTable(JdbcClient jdbc) {
		return new HistoryTable(jdbc);
	}

	@Bean
	ErasedPeople erasedPeople(NamedParameterJdbcOperations jdbc, PlatformTransactionManager transactionManager) {
		return new ErasedPeople(jdbc, transactionManager);
	}

	@Bean
	ContactCipher contactCipher(ContactEncryptionProperties properties) {
		return ContactCipher.of(properties.keys());
	}

	@Bean
	BookingQueue bookingQueue(SqsAsyncClient sqs, ConsumerProperties properties, MeterRegistry registry) {
		return new BookingQueue(sqs, properties.queue(), new AckMetrics(registry));
	}

	@Bean
	HeldMessages heldMessages(BookingQueue queue, ConsumerProperties properties, MeterRegistry registry) {
		HeldMessages held = new HeldMessages(queue, properties.backOff(),
				Runtime.getRuntime().maxMemory() / SHARES_OF_HEAP, InstantSource.system());
		Gauge.builder("booking.held.messages", held, HeldMessages::size).register(registry);
		return held;
	}

	@Bean
	UnexpectedMessages unexpectedMessages() {
		return new UnexpectedMessages(Clock.systemUTC());
	}

	@Bean
	MessageLog messageLog(Environment environment, ResourceLoader resources) {
		return MessageLog.of(environment, resources);
	}

	@Bean
	SqsAsyncClientCustomizer sendOnce() {
		return (builder) -> builder.overrideConfiguration(builder.overrideConfiguration()
			.copy((configuration) -> configuration.addExecutionInterceptor(new SendOnce())));
	}

	@Bean
	LetterOutcomes redriveOutcomes(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
		return new LetterOutcomes(jdbc, new TransactionTemplate(transactionManager));
	}

	@Bean
	<E extends BookingEvent> IdempotentTransaction<E> idempotentTransaction(BookingEventHandler<E> handler,
			ProcessedBookings processed, HistoryTable history, PlatformTransactionManager transactionManager,
			RedriveOutcomes redriven, ErasedPeople erasedPeople, ConsumerProperties properties) {
		return new IdempotentTransaction<>(transactionManager, processed, history, handler, redriven,
				erasedPeople::lookUp, properties.batchTimeout());
	}

	@Bean
	TextRedactor textRedactor(ErasedPeople erasedPeople, JdbcClient jdbc) {
		return new TextRedactor(erasedPeople, jdbc);
	}

	@Bean
	DeadLetterCopy deadLetterCopy(TextRedactor redactor) {
		return new DeadLetterCopy(redactor::redaction);
	}

	@Bean
	<E extends BookingEvent> InboxConsumer<E> bookingConsumer(BookingEventHandler<E> handler,
			IdempotentTransaction<E> transaction, RedriveOutcomes redriven, SqsAsyncClient sqs,
			QueueInspector inspector, BookingQueue queue, HeldMessages held, PollingPause pause, StopSignal stopSignal,
			LargeResponseLimiter largeResponses, ConsumerProperties properties, ConsumerMetrics metrics, MessageLog log,
			Traces traces, BodyProperties bodies, UnexpectedMessages unexpectedMessages, DeadLetterCopy copies,
			@Value("${spring.application.name:booking-consumer}") String name) {
		Settlement settlement = new Settlement(queue, new DeadLetterQueue(sqs, inspector, name), copies, held,
				properties, metrics);
		Function<List<Message>, Batch> batches = (messages) -> new Batch(messages, metrics,
				new BatchTrace(traces, properties.queueName(), messages, bodies.envelope()), log, largeResponses);
		return new InboxConsumer<>(new MessageDecoder<>(handler.eventType(), bodies, unexpectedMessages), transaction,
				settlement, pause, new ReceiveLimit(inspector), held, stopSignal, properties, redriven, batches);
	}

	@Bean
	BackgroundTask heldMessagesRetry(HeldMessages held, PollingPause pause, InboxConsumer<?> consumer) {
		return new BackgroundTask("retry-held-messages", () -> held.retry(pause, consumer::retry),
				() -> HeldMessages.INTERVAL);
	}

	@Bean
	BackgroundTask databaseCheck(PollingPause pause) {
		return new BackgroundTask("check-database", pause::check, () -> PollingPause.PROBE_INTERVAL);
	}

	@Bean
	BackgroundTask processedBookingsPurge(ProcessedBookings processed, ConsumerProperties properties) {
		return Purge.of("processed-bookings", properties.processedRetention(), processed::purge);
	}

	@Bean
	BackgroundTask bookingHistoryPurge(HistoryTable history, ConsumerProperties properties) {
		return Purge.of("history", properties.processedRetention(), history::purge);
	}

	/**
	 * Adds time-outs for connecting, so that a database that never answers does not block
	 * the start. Migrations have no time-out, because their duration is not known.
	 */
	@Bean
	FlywayConfigurationCustomizer migrationSettings() {
		return (flyway) -> {
			Callback check = new PostgresVersionCheck(flyway.isValidateOnMigrate());
			flyway
				.callbacks(Stream.concat(Stream.of(flyway.getCallbacks()), Stream.of(check)).toArray(Callback[]::new));
			if (flyway.getDataSource() instanceof SimpleDriverDataSource dataSource) {
				Properties properties = new Properties();
				properties.put("connectTimeout", "5");
				properties.put("loginTimeout", "10");
				properties.put("tcpKeepAlive", "true");
				// Behind a pooler, each transaction can use another session. The URL can
				// override this.
				properties.put("prepareThreshold", "0");
				dataSource.setConnectionProperties(properties);
			}
		};
	}

	@Bean
	RetriedTasks retriedTasks(JdbcClient jdbc, ObjectProvider<Scheduler> scheduler, Traces traces) {
		return new RetriedTasks(jdbc, new TransactionalScheduler(scheduler), traces);
	}

	@Bean
	BackgroundTaskRunner backgroundTasks(ObjectProvider<BackgroundTask> tasks, MeterRegistry registry) {
		return new BackgroundTaskRunner(tasks.orderedStream().toList(), registry);
	}

}
