package io.bookings.consumer.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration;
import io.awspring.cloud.sqs.config.SqsMessageListenerContainerFactory;
import io.awspring.cloud.sqs.listener.MessageListenerContainerRegistry;
import io.awspring.cloud.sqs.listener.QueueNotFoundStrategy;
import io.awspring.cloud.sqs.listener.SqsContainerOptions;
import io.awspring.cloud.sqs.listener.acknowledgement.handler.AcknowledgementMode;
import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.inbox.TestConsumer;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.BackgroundTaskRunner;
import io.bookings.consumer.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

class BookingConsumerAutoConfigurationUnitTests {

	/** Nobody listens on port 1: no connection is needed to configure. */
	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				JdbcClientAutoConfiguration.class, JacksonAutoConfiguration.class, AwsAutoConfiguration.class,
				CredentialsProviderAutoConfiguration.class, RegionProviderAutoConfiguration.class,
				SqsAutoConfiguration.class, BookingConsumerAutoConfiguration.class, QueueHealthAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withBean(Traces.class, Traces::off)
		.withInitializer((context) -> new ConsumerDefaults().postProcessEnvironment(context.getEnvironment(),
				new SpringApplication()))
		.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none",
				"spring.cloud.aws.region.static=us-east-1");

	private final ApplicationContextRunner consumer = this.runner
		.withUserConfiguration(StartFailureAnalyzerUnitTests.Service.class)
		.withPropertyValues("booking.consumer.queue-url=http://127.0.0.1:1/000000000000/queue");

	@Test
	void withoutAHandlerNothingIsConfiguredAndNoQueueUrlIsNeeded() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(SqsAsyncClient.class)
			.doesNotHaveBean(BookingConsumer.class)
			.doesNotHaveBean(ConsumerProperties.class)
			.doesNotHaveBean(BackgroundTaskRunner.class)
			.doesNotHaveBean(BackgroundTask.class)
			.doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void withAHandlerThereAreItsConsumerTheBackgroundTasksAndTheHealth() {
		this.consumer.run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(BookingConsumer.class)
				.hasSingleBean(BackgroundTaskRunner.class);
			assertThat(context.getBeansOfType(BackgroundTask.class)).containsOnlyKeys("databaseCheck",
					"processedBookingsPurge", "bookingHistoryPurge", "heldMessagesRetry", "queueRefresh");
			assertThat(context.getBeansOfType(HealthIndicator.class)).containsOnlyKeys("queueHealthIndicator",
					"pollHealthIndicator");
		});
	}

	@Test
	void requestsGoToTheOriginOfTheQueueUrl() {
		this.consumer.run((context) -> assertThat(
				context.getBean(SqsAsyncClient.class).serviceClientConfiguration().endpointOverride())
			.contains(URI.create("http://127.0.0.1:1")));
	}

	@Test
	void aListenerPollsTheCleanedUrl() {
		this.consumer.withBean(TestConsumer.Listener.class)
			.withPropertyValues("booking.consumer.queue-url=http://127.0.0.1:1/000000000000/queue/\r\n",
					"spring.cloud.aws.sqs.listener.auto-startup=false")
			.run((context) -> assertThat(
					context.getBean(MessageListenerContainerRegistry.class).getContainerById("test"))
				.extracting("queueNames", as(InstanceOfAssertFactories.iterable(String.class)))
				.containsExactly("http://127.0.0.1:1/000000000000/queue"));
	}

	@Test
	void keysInTheEnvironmentComeBeforeAWebIdentityAsForEverySdk() {
		String[] given = { "AWS_ACCESS_KEY_ID=KEY", "AWS_SECRET_ACCESS_KEY=s", "AWS_WEB_IDENTITY_TOKEN_FILE=/token" };
		this.consumer.withPropertyValues(given)
			.run((context) -> assertThat(context).hasSingleBean(AwsCredentialsProvider.class)
				.hasBean("credentialsInTheSdksOrder"));
		this.consumer.withPropertyValues(given)
			.withPropertyValues("spring.cloud.aws.credentials.access-key=OTHER",
					"spring.cloud.aws.credentials.secret-key=s")
			.run((context) -> assertThat(context).hasSingleBean(AwsCredentialsProvider.class)
				.doesNotHaveBean("credentialsInTheSdksOrder"));
		this.consumer.withPropertyValues("AWS_WEB_IDENTITY_TOKEN_FILE=")
			.run((context) -> assertThat(context).hasBean("credentialsInTheSdksOrder"));
		this.consumer.withPropertyValues("AWS_ACCESS_KEY_ID=", "AWS_WEB_IDENTITY_TOKEN_FILE=/token")
			.run((context) -> assertThat(context).doesNotHaveBean("credentialsInTheSdksOrder"));
	}

	@Test
	void theContainerLeavesAcknowledgementToTheConsumerAndPollsAsManyMessagesAsBatchesMayHold() {
		this.consumer.withPropertyValues("booking.consumer.concurrency=3").run((context) -> {
			SqsContainerOptions options = options(context.getBean(SqsMessageListenerContainerFactory.class));
			assertThat(options.getAcknowledgementMode()).isEqualTo(AcknowledgementMode.MANUAL);
			assertThat(options.getMaxConcurrentMessages()).isEqualTo(30);
			assertThat(options.getMaxMessagesPerPoll()).isEqualTo(10);
			assertThat(options.getPollTimeout()).isEqualTo(Duration.ofSeconds(10))
				.isLessThan(options.getListenerShutdownTimeout());
			assertThat(options.getQueueNotFoundStrategy()).isEqualTo(QueueNotFoundStrategy.FAIL);
		});
	}

	@ParameterizedTest
	@CsvSource({ "booking.notification.initial-back-off, booking.notification.back-off.initial",
			"BOOKING_NOTIFICATION_MAX_BACK_OFF, booking.notification.back-off.max" })
	void aSettingUnderItsOldNameFailsTheStartWithTheNewName(String old, String current) {
		this.consumer
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(old, "1s"))))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageMatching("booking.notification.+ was renamed: set " + current + " instead"));
	}

	@Test
	void aBadSettingFailsTheStartWithItsName() {
		this.consumer.withPropertyValues("booking.consumer.batch-timeout=1h")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(IllegalArgumentException.class)
				.rootCause()
				.hasMessageStartingWith("booking.consumer.batch-timeout is 1h"));
	}

	@Test
	void aDurationWithoutAUnitFailsTheStartWithItsName() {
		this.consumer.withPropertyValues("booking.consumer.batch-timeout=20")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessage("booking.consumer.batch-timeout is 20, which has no unit: "
						+ "set it to a duration such as 20s, 5m, 1h or 30d"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					spring.cloud.aws.sqs.listener.poll-timeout=21s | spring.cloud.aws.sqs.listener.poll-timeout is PT21S: set it to PT1S to PT20S, which SQS allows
					spring.cloud.aws.sqs.listener.poll-timeout=0s | spring.cloud.aws.sqs.listener.poll-timeout is PT0S: set it to PT1S to PT20S, which SQS allows
					spring.cloud.aws.sqs.listener.max-messages-per-poll=11 | spring.cloud.aws.sqs.listener.max-messages-per-poll is 11: set it to 1 to 10, which SQS allows
					spring.cloud.aws.sqs.listener.max-concurrent-messages=151 | spring.cloud.aws.sqs.listener.max-concurrent-messages is 151, and 15 batches hold 150: set booking.consumer.concurrency instead
					spring.datasource.hikari.maximum-pool-size=6 | spring.datasource.hikari.maximum-pool-size is 6: set it to at least 7, or lower booking.consumer.concurrency to less than 5
					booking.consumer.stall-after=10s | booking.consumer.stall-after is PT10S, and a poll of an empty queue takes PT10S: set it to more
					booking.consumer.queue-url=https://sqs.eu-west-1.amazonaws.com/1/queue | booking.consumer.queue-url is a URL of the region eu-west-1, but the region is us-east-1: set AWS_REGION to the queue's region, or correct the URL
					AWS_ENDPOINT_URL=proxy | AWS_ENDPOINT_URL is 'proxy', which is not an endpoint: set it to http(s)://host:port, with a host name of letters, digits, dots and hyphens""")
	void settingsThatContradictSqsOrEachOtherAreRefusedWithASentence(String setting, String sentence) {
		this.consumer.withPropertyValues(setting).run((context) -> {
			assertThat(context).hasFailed().getFailure().rootCause().hasMessage(sentence);
			FailureAnalysis analysis = new StartFailureAnalyzer().analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull().extracting(FailureAnalysis::getDescription).isEqualTo(sentence + ".");
		});
	}

	private static SqsContainerOptions options(SqsMessageListenerContainerFactory<?> factory) {
		return factory.createContainer("http://127.0.0.1:1/000000000000/queue").getContainerOptions();
	}

}
