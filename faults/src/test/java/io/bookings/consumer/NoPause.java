package io.bookings.consumer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Sabotage: an outage pauses nothing, and messages are given back at once.
 */
@AutoConfiguration
public class NoPause {

	/** Makes the delay of what is given back zero. */
	private static final Duration NO_DELAY = new PollingPause(new Blind(), Duration.ZERO).returnDelay().negated();

	@Bean
	static BeanPostProcessor noPause() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof PollingPause) ? ended() : bean;
			}

		};
	}

	private static PollingPause ended() {
		PollingPause pause = new PollingPause(new Blind(), NO_DELAY);
		Thread.ofPlatform().daemon().start(() -> {
			while (true) {
				pause.check();
				LockSupport.parkNanos(1_000_000);
			}
		});
		return pause;
	}

	/** For whom every database is in order. */
	private static final class Blind extends DatabaseProbe {

		private Blind() {
			super(new SimpleDriverDataSource(), JdbcClient.create(new SimpleDriverDataSource()),
					TransactionOperations.withoutTransaction());
		}

		@Override
		void ping() {
		}

		@Override
		void write() {
		}

	}

}
