package io.bookings.consumer.autoconfigure;

import java.util.List;

/**
 * Auto-configurations that are on the class path although the services do not use them.
 * Without them, a start takes less CPU time: Spring Boot does not read their classes,
 * evaluate their conditions and create their beans.
 */
final class UnusedAutoConfigurations {

	/** The class names. */
	static final List<String> NAMES = List.of(
			// Nothing is uploaded.
			"org.springframework.boot.servlet.autoconfigure.MultipartAutoConfiguration",
			// Requests to other services use RestClient.
			"org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration",
			"org.springframework.boot.restclient.autoconfigure.RestTemplateObservationAutoConfiguration",
			"org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration",
			"org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration",
			// Background tasks and db-scheduler have their own threads.
			"org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration",
			"org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration",
			// No transaction spans several resources.
			"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration");

	private UnusedAutoConfigurations() {
	}

}
