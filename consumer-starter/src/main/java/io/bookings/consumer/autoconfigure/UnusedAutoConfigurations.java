package io.bookings.consumer.autoconfigure;

import java.util.List;

import org.springframework.core.env.Environment;

/**
 * Auto-configurations that are on the class path although the services do not use them.
 * Without them, a start takes less CPU time: Spring Boot does not read their classes,
 * evaluate their conditions and create their beans.
 */
final class UnusedAutoConfigurations {

	private static final List<String> NAMES = List.of(
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

	/**
	 * Reads the metrics of Tomcat from its MBeans. While these are off, it has metrics of
	 * sessions only, and the services have no sessions. It takes 3 % of the time of a
	 * start, because the JVM creates its own MBeans too.
	 */
	private static final String TOMCAT_METRICS = "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration";

	private static final String TOMCAT_MBEANS = "server.tomcat.mbeanregistry.enabled";

	private UnusedAutoConfigurations() {
	}

	/** Returns the class names, separated by commas. */
	static String in(Environment environment) {
		boolean tomcatMetrics = environment.getProperty(TOMCAT_MBEANS, Boolean.class, false);
		return String.join(",", NAMES) + (tomcatMetrics ? "" : "," + TOMCAT_METRICS);
	}

}
