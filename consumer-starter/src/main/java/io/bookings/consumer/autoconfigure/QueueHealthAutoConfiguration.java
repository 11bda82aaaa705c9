package io.bookings.consumer.autoconfigure;

import java.time.Clock;
import java.util.Objects;

import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.deadletter.OpenLetters;
import io.bookings.consumer.health.HealthProperties;
import io.bookings.consumer.health.LivenessSocket;
import io.bookings.consumer.health.PollHealthIndicator;
import io.bookings.consumer.health.PollMetrics;
import io.bookings.consumer.health.QueueHealthIndicator;
import io.bookings.consumer.health.QueueIssues;
import io.bookings.consumer.health.QueueMetrics;
import io.bookings.consumer.health.QueueWatch;
import io.bookings.consumer.health.SqsCallMonitor;
import io.bookings.consumer.health.WatchedCredentials;
import io.bookings.consumer.inbox.HeldMessages;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.queue.SqsClientWrapper;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.task.BackgroundTask;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health components {@code queue} and {@code poll}, and of
 * their metrics.
 */
@AutoConfiguration(after = { BookingConsumerAutoConfiguration.class, DeadLetterAutoConfiguration.class })
@ConditionalOnBean(BookingConsumer.class)
@EnableConfigurationProperties(HealthProperties.class)
public class QueueHealthAutoConfiguration {

	private final Clock clock = Clock.systemUTC();

	@Bean
	SqsCallMonitor sqsCallMonitor(MeterRegistry registry, ConsumerProperties properties) {
		return new SqsCallMonitor(this.clock, new PollMetrics(registry), properties.queue());
	}

	@Bean
	static BeanPostProcessor sqsClientWrapper(ObjectProvider<LargeResponseLimiter> largeResponses,
			ObjectProvider<SqsCallMonitor> calls) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof SqsAsyncClient client)
						? new SqsClientWrapper(largeResponses.getObject(), calls.getObject()).wrap(client) : bean;
			}

		};
	}

	@Bean
	static BeanPostProcessor credentialsWatch() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof AwsCredentialsProvider provider) ? new WatchedCredentials(provider) : bean;
			}

		};
	}

	@Bean
	QueueWatch queueWatch(QueueInspector inspector, SqsCallMonitor calls, ConsumerProperties properties,
			UnexpectedMessages unexpectedMessages) {
		return new QueueWatch(inspector, new QueueIssues(calls, properties, unexpectedMessages), properties);
	}

	@Bean
	QueueMetrics queueMetrics(QueueWatch watch) {
		return new QueueMetrics(watch);
	}

	@Bean
	BackgroundTask queueRefresh(QueueWatch watch) {
		return new BackgroundTask("refresh-queue-attributes", watch::refresh, watch::interval);
	}

	@Bean
	QueueHealthIndicator queueHealthIndicator(SqsCallMonitor calls, QueueWatch watch, PollingPause pause,
			HeldMessages held, ConsumerProperties properties, UnexpectedMessages unexpectedMessages,
			ObjectProvider<OpenLetters> openLetters) {
		return new QueueHealthIndicator(calls, watch, pause, held, properties, unexpectedMessages,
				() -> openLetters.stream().mapToLong(OpenLetters::count).sum(), this.clock);
	}

	@Bean
	PollHealthIndicator pollHealthIndicator(SqsCallMonitor calls, PollingPause pause, HeldMessages held,
			ConsumerProperties properties) {
		return new PollHealthIndicator(calls, pause, held, properties, this.clock);
	}

	@Bean
	@ConditionalOnProperty("booking.health.liveness-socket")
	LivenessSocket livenessSocket(HealthProperties properties, ObjectProvider<HealthEndpoint> health,
			ApplicationAvailability availability, PollHealthIndicator poll) {
		return new LivenessSocket(Objects.requireNonNull(properties.livenessSocket()),
				() -> isAlive(health.getIfAvailable(), availability, poll));
	}

	/**
	 * Returns the status of {@code /actuator/health/liveness}, or that of its default
	 * components if the endpoint is switched off.
	 */
	private static boolean isAlive(@Nullable HealthEndpoint endpoint, ApplicationAvailability availability,
			PollHealthIndicator poll) {
		HealthDescriptor liveness = (endpoint != null) ? endpoint.healthForPath("liveness") : null;
		if (liveness != null) {
			return !liveness.getStatus().equals(Status.DOWN) && !liveness.getStatus().equals(Status.OUT_OF_SERVICE);
		}
		return availability.getLivenessState() == LivenessState.CORRECT && poll.health().getStatus().equals(Status.UP);
	}

}
