package io.bookings.user;

import java.time.Duration;

import io.bookings.consumer.task.BackgroundTask;
import io.bookings.consumer.task.RetriedTask;
import io.bookings.consumer.task.RetriedTasks;
import io.bookings.events.BookingConfirmed;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tasks that resolve bookings.
 */
@Configuration(proxyBeanMethods = false)
class ResolvingConfiguration {

	private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

	/**
	 * Retries without a limit. The booking's confirmation can arrive long before its
	 * request.
	 */
	@Bean
	RetriedTask resolveBooking(RetriedTasks tasks, BookingResolver resolver,
			BookingDirectoryConfiguration.Properties properties) {
		return tasks.create("resolve-booking", BookingConfirmed.TYPE, "look-up failed", properties.backOff().delays(),
				resolver::resolve);
	}

	@Bean
	UnresolvedConfirmations unresolvedConfirmations(JdbcClient jdbc, RetriedTask resolveBooking,
			MeterRegistry registry) {
		return new UnresolvedConfirmations(jdbc, resolveBooking, registry);
	}

	@Bean
	BackgroundTask unresolvedConfirmationsCheck(UnresolvedConfirmations unresolved) {
		return new BackgroundTask("check-unresolved-confirmations", unresolved::check, () -> CHECK_INTERVAL);
	}

}
