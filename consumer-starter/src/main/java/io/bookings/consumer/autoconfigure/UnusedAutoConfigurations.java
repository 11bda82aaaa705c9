package io.bookings.consumer.autoconfigure;

import java.util.ArrayList;
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
			"org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration",
			"org.springframework.boot.micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration",
			"org.springframework.boot.actuate.autoconfigure.scheduling.ScheduledTasksEndpointAutoConfiguration",
			// No transaction spans several resources.
			"org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration",
			"org.springframework.boot.jdbc.autoconfigure.XADataSourceAutoConfiguration",
			// No class has @Repository. Spring Data translates the exceptions of its
			// repositories.
			"org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration",
			// These endpoints need a bean that no service has.
			"org.springframework.boot.actuate.autoconfigure.audit.AuditAutoConfiguration",
			"org.springframework.boot.actuate.autoconfigure.audit.AuditEventsEndpointAutoConfiguration",
			"org.springframework.boot.servlet.autoconfigure.actuate.web.exchanges.ServletHttpExchangesAutoConfiguration",
			"org.springframework.boot.actuate.autoconfigure.web.exchanges.HttpExchangesEndpointAutoConfiguration",
			"org.springframework.boot.actuate.autoconfigure.startup.StartupEndpointAutoConfiguration",
			// There is always a tracer.
			"org.springframework.boot.micrometer.tracing.autoconfigure.NoopTracerAutoConfiguration");

	private static final List<String> TRACES = List.of(
			"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.otlp.OtlpExemplarsAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
			"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration");

	private static final List<String> OPENTELEMETRY = List.of(
			"org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration",
			"org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration");

	/**
	 * Reads the metrics of Tomcat from its MBeans. While these are off, it has metrics of
	 * sessions only, and the services have no sessions. It takes 3 % of the time of a
	 * start, because the JVM creates its own MBeans too.
	 */
	private static final String TOMCAT_METRICS = "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration";

	private static final String TOMCAT_MBEANS = "server.tomcat.mbeanregistry.enabled";

	private UnusedAutoConfigurations() {
	}

	/**
	 * Returns the class names, separated by commas.
	 * @param environment the settings of the service, and their defaults
	 */
	static String in(Environment environment) {
		List<String> names = new ArrayList<>(NAMES);
		if (!environment.getProperty(TOMCAT_MBEANS, Boolean.class, false)) {
			names.add(TOMCAT_METRICS);
		}
		if (!environment.getProperty("management.tracing.export.enabled", Boolean.class, true)) {
			names.addAll(TRACES);
			if (!environment.getProperty("management.opentelemetry.enabled", Boolean.class, true)) {
				names.addAll(OPENTELEMETRY);
			}
		}
		return String.join(",", names);
	}

}
