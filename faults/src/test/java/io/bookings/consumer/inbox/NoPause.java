package io.bookings.consumer.inbox;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.bookings.consumer.outage.DatabaseProbe;
import io.bookings.consumer.outage.PollingPause;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sabotage: an outage does not pause polling, and messages are released immediately, also
 * on their last receive.
 */
@AutoConfiguration
public class NoPause {

	/** Sets the delay of released messages to zero. */
	private static final Duration NO_DELAY = new PollingPause(new Blind(), Duration.ZERO).releaseDelay().negated();

	@Bean
	static BeanPostProcessor noPause() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return switch (bean) {
					case PollingPause _ -> ended();
					case SqsAsyncClient sqs -> withoutRedrivePolicy(sqs);
					default -> bean;
				};
			}

		};
	}

	/**
	 * A clock for which every pause is already over.
	 */
	private static PollingPause ended() {
		AtomicLong hours = new AtomicLong();
		PollingPause pause = new PollingPause(new Blind(), NO_DELAY,
				() -> Instant.now().plus(Duration.ofHours(hours.incrementAndGet())));
		Thread.ofPlatform().daemon().start(() -> {
			while (true) {
				pause.check();
				LockSupport.parkNanos(1_000_000);
			}
		});
		return pause;
	}

	/**
	 * Hides from the service how often SQS delivers a message.
	 */
	private static SqsAsyncClient withoutRedrivePolicy(SqsAsyncClient sqs) {
		return (SqsAsyncClient) Proxy.newProxyInstance(NoPause.class.getClassLoader(),
				new Class<?>[] { SqsAsyncClient.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("getQueueAttributes")
							&& arguments[0] instanceof GetQueueAttributesRequest request) {
						return sqs.getQueueAttributes(request).thenApply(NoPause::withoutRedrivePolicy);
					}
					if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer<?>) {
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					return method.invoke(sqs, arguments);
				});
	}

	private static GetQueueAttributesResponse withoutRedrivePolicy(GetQueueAttributesResponse response) {
		Map<QueueAttributeName, String> attributes = new HashMap<>(response.attributes());
		attributes.remove(QueueAttributeName.REDRIVE_POLICY);
		return response.toBuilder().attributes(attributes).build();
	}

	/** Reports that every database is available. */
	private static final class Blind extends DatabaseProbe {

		private Blind() {
			super(new SimpleDriverDataSource(), JdbcClient.create(new SimpleDriverDataSource()),
					TransactionOperations.withoutTransaction());
		}

		@Override
		public void ping() {
		}

		@Override
		public void write() {
		}

	}

}
