package io.bookings.consumer;

import java.net.URI;
import java.time.Duration;

import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration;
import io.awspring.cloud.sqs.config.SqsMessageListenerContainerFactory;
import io.awspring.cloud.sqs.listener.QueueNotFoundStrategy;
import io.awspring.cloud.sqs.listener.SqsContainerOptions;
import io.awspring.cloud.sqs.listener.acknowledgement.handler.AcknowledgementMode;
import io.bookings.consumer.health.QueueHealthAutoConfiguration;
import io.bookings.consumer.trace.Traces;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
				"spring.cloud.aws.region.static=us-east-1", "spring.cloud.aws.credentials.access-key=test",
				"spring.cloud.aws.credentials.secret-key=test");

	private final ApplicationContextRunner consumer = this.runner
		.withUserConfiguration(StartFailureAnalyzerUnitTests.Service.class)
		.withPropertyValues("booking.consumer.queue-url=http://127.0.0.1:1/000000000000/queue");

	@Test
	void withoutAHandlerNothingIsConfiguredAndNoQueueUrlIsNeeded() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(SqsAsyncClient.class)
			.doesNotHaveBean(BookingConsumer.class)
			.doesNotHaveBean(ConsumerProperties.class)
			.doesNotHaveBean(Housekeeping.class)
			.doesNotHaveBean(Chore.class)
			.doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void withAHandlerThereAreItsConsumerTheChoresAndTheHealth() {
		this.consumer.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(BookingConsumer.class).hasSingleBean(Housekeeping.class);
			assertThat(context.getBeansOfType(Chore.class)).containsOnlyKeys("databaseCheck", "processedBookingsPurge",
					"bookingHistoryPurge", "heldMessagesRetry", "queueLook");
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

	private static SqsContainerOptions options(SqsMessageListenerContainerFactory<?> factory) {
		return factory.createContainer("http://127.0.0.1:1/000000000000/queue").getContainerOptions();
	}

}
