package io.bookings.consumer.autoconfigure;

import io.bookings.consumer.trace.Traces;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.propagation.Propagator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@link Traces} on top of Spring Boot's tracing.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration")
public class TraceAutoConfiguration {

	/**
	 * Replaces the tracer that Spring Boot creates even if no span is exported.
	 */
	@Bean
	@ConditionalOnBooleanProperty(name = "management.tracing.export.enabled", havingValue = false)
	Tracer noTracer() {
		return Tracer.NOOP;
	}

	@Bean
	Traces traces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
		Tracer available = tracer.getIfAvailable(() -> Tracer.NOOP);
		return (available == Tracer.NOOP) ? Traces.off()
				: new Traces(available, propagator.getIfAvailable(() -> Propagator.NOOP));
	}

	/**
	 * Excludes health checks and scrapes, because they are too frequent.
	 */
	@Bean
	SpanExportingPredicate withoutActuator() {
		return (span) -> !span.getTags().getOrDefault("uri", "").startsWith("/actuator");
	}

}
