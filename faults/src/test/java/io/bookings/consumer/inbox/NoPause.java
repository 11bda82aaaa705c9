package io.bookings.consumer.inbox;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.bookings.consumer.outage.DatabaseProbe;
import io.bookings.consumer.outage.PollingPause;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;

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

	@Bean
	static BeanPostProcessor noPause() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return switch (bean) {
					case PollingPause _ -> ended();
					case SqsAsyncClient sqs -> withoutDelays(sqs);
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
		PollingPause pause = new PollingPause(new Blind(), Duration.ZERO,
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
	 * Makes messages that the service releases or holds visible at once, so that it
	 * receives them again and again during the outage.
	 */
	private static SqsAsyncClient withoutDelays(SqsAsyncClient sqs) {
		return (SqsAsyncClient) Proxy.newProxyInstance(NoPause.class.getClassLoader(),
				new Class<?>[] { SqsAsyncClient.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("changeMessageVisibilityBatch")
							&& arguments[0] instanceof ChangeMessageVisibilityBatchRequest request) {
						return sqs.changeMessageVisibilityBatch(withoutDelays(request));
					}
					if (arguments != null && arguments.length == 1 && arguments[0] instanceof Consumer<?>) {
						return InvocationHandler.invokeDefault(proxy, method, arguments);
					}
					return method.invoke(sqs, arguments);
				});
	}

	private static ChangeMessageVisibilityBatchRequest withoutDelays(ChangeMessageVisibilityBatchRequest request) {
		return request.toBuilder()
			.entries(request.entries().stream().map((entry) -> entry.toBuilder().visibilityTimeout(0).build()).toList())
			.build();
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
