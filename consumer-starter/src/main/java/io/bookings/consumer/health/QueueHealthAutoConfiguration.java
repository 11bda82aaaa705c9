package io.bookings.consumer.health;

import java.time.Clock;

import io.bookings.consumer.BookingConsumer;
import io.bookings.consumer.BookingConsumerAutoConfiguration;
import io.bookings.consumer.Chore;
import io.bookings.consumer.ConsumerProperties;
import io.bookings.consumer.Guests;
import io.bookings.consumer.HeldMessages;
import io.bookings.consumer.PollingPause;
import io.bookings.consumer.QueueInspector;
import io.micrometer.core.instrument.MeterRegistry;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health components {@code queue} and {@code poll}, and of the
 * metrics of what they watch.
 */
@AutoConfiguration(after = BookingConsumerAutoConfiguration.class)
@ConditionalOnBean(BookingConsumer.class)
public class QueueHealthAutoConfiguration {

	private final Clock clock = Clock.systemUTC();

	@Bean
	SqsCalls sqsCalls(MeterRegistry registry) {
		return new SqsCalls(this.clock, new Polls(registry));
	}

	@Bean
	static BeanPostProcessor sqsCallsWatch(ObjectProvider<SqsCalls> calls) {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof SqsAsyncClient client) ? calls.getObject().watch(client) : bean;
			}

		};
	}

	@Bean
	QueueWatch queueWatch(QueueInspector inspector, SqsCalls calls, ConsumerProperties properties, Guests guests) {
		return new QueueWatch(inspector, new Troubles(calls, properties, guests), properties);
	}

	@Bean
	QueueMetrics queueMetrics(QueueWatch watch) {
		return new QueueMetrics(watch);
	}

	@Bean
	Chore queueLook(QueueWatch watch) {
		return new Chore("look at the queue", watch::look, watch::interval);
	}

	@Bean
	QueueHealthIndicator queueHealthIndicator(SqsCalls calls, QueueWatch watch, PollingPause pause, HeldMessages held,
			ConsumerProperties properties, Guests guests) {
		return new QueueHealthIndicator(calls, watch, pause, held, properties, guests, this.clock);
	}

	@Bean
	PollHealthIndicator pollHealthIndicator(SqsCalls calls, PollingPause pause, HeldMessages held,
			ConsumerProperties properties) {
		return new PollHealthIndicator(calls, pause, held, properties, this.clock);
	}

}
