package io.bookings.consumer.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.Settings;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.util.StringUtils;

/**
 * Defaults for settings of Spring Boot and Spring Cloud AWS. They have the lowest
 * precedence, so that a service can override them.
 */
class ConsumerDefaults implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		int concurrency = environment.getProperty("booking.consumer.concurrency", Integer.class,
				ConsumerProperties.DEFAULT_CONCURRENCY);
		Map<String, Object> defaults = new LinkedHashMap<>();
		listener(defaults, concurrency);
		database(defaults, environment, concurrency);
		notification(defaults);
		receipts(defaults, environment);
		management(defaults);
		exports(defaults, environment);
		api(defaults);
		addBelow(environment.getPropertySources(), defaults);
		// What is unused depends on settings and on the defaults above.
		defaults.put("spring.autoconfigure.exclude", UnusedAutoConfigurations.in(environment));
		addBelow(environment.getPropertySources(), defaults);
	}

	/**
	 * Adds the defaults to the default properties of the {@link SpringApplication},
	 * because Spring Boot moves these to the end. Existing values take precedence.
	 */
	private static void addBelow(MutablePropertySources sources, Map<String, Object> defaults) {
		if (sources.get(DefaultPropertiesPropertySource.NAME) instanceof MapPropertySource existing) {
			defaults.putAll(existing.getSource());
		}
		DefaultPropertiesPropertySource.addOrMerge(defaults, sources);
	}

	private static void listener(Map<String, Object> defaults, int concurrency) {
		// Do not create a queue that does not exist.
		defaults.put("spring.cloud.aws.sqs.queue-not-found-strategy", "fail");
		defaults.put("spring.cloud.aws.sqs.listener.max-messages-per-poll", 10);
		defaults.put("spring.cloud.aws.sqs.listener.max-concurrent-messages", 10 * concurrency);
		// A stop waits for the current poll.
		defaults.put("spring.cloud.aws.sqs.listener.poll-timeout", "10s");
		defaults.put("spring.cloud.aws.sqs.listener.max-delay-between-polls", "500ms");
		defaults.put("spring.lifecycle.timeout-per-shutdown-phase", "25s");
	}

	private static void database(Map<String, Object> defaults, ConfigurableEnvironment environment, int concurrency) {
		// One connection for each transaction of batches; the others are for background
		// tasks, health and the API.
		defaults.put("spring.datasource.hikari.maximum-pool-size", ConsumerProperties.transactions(concurrency) + 10);
		// Connections that were idle for ten minutes are closed.
		defaults.put("spring.datasource.hikari.minimum-idle", 2);
		defaults.put("spring.datasource.hikari.connection-timeout", 3000);
		String driver = "spring.datasource.hikari.data-source-properties.";
		defaults.put(driver + "connectTimeout", "5");
		defaults.put(driver + "socketTimeout", "15");
		defaults.put(driver + "tcpKeepAlive", "true");
		// Keeps rejected data out of exceptions and logs.
		defaults.put(driver + "logServerErrorDetail", "false");
		// Migrations use a connection without the limits above, because a statement may
		// take longer.
		defaults.put("spring.flyway.url", "${spring.datasource.url}");
		defaults.put("spring.flyway.user", "${spring.datasource.username:}");
		defaults.put("spring.flyway.password", "${spring.datasource.password:}");
		defaults.put("spring.jpa.open-in-view", false);
		// Flyway creates the tables, and the tests of a service compare its entities with
		// them.
		boolean migrates = environment.getProperty("spring.flyway.enabled", Boolean.class, true);
		defaults.put("spring.jpa.hibernate.ddl-auto", migrates ? "none" : "validate");
		// Consuming needs no repository: each one is created when it is first used.
		defaults.put("spring.data.jpa.repositories.bootstrap-mode", "lazy");
		defaults.put("spring.jpa.properties.hibernate.jdbc.batch_size", 10);
		defaults.put("spring.jpa.properties.hibernate.order_inserts", true);
	}

	private static void notification(Map<String, Object> defaults) {
		defaults.put("db-scheduler.enabled", "${booking.notification.enabled:true}");
		defaults.put("db-scheduler.polling-strategy", "lock-and-fetch");
		defaults.put("db-scheduler.polling-strategy-lower-limit-fraction-of-threads", 0.5);
		// Fetch no more executions than can run. A waiting execution has no heartbeat, so
		// another instance would take it as dead and send it again.
		defaults.put("db-scheduler.polling-strategy-upper-limit-fraction-of-threads", 1.0);
		defaults.put("db-scheduler.polling-interval", "1s");
		// The scheduler runs as soon as a transaction is committed.
		defaults.put("db-scheduler.immediate-execution-enabled", true);
		// Other instances take over the executions of a crashed instance after 20 s.
		defaults.put("db-scheduler.heartbeat-interval", "5s");
		defaults.put("db-scheduler.missed-heartbeats-limit", 4);
		defaults.put("db-scheduler.shutdown-max-wait", "3s");
		defaults.put("db-scheduler.delay-startup-until-context-ready", true);
		defaults.put("spring.mail.properties.mail.smtp.connectiontimeout", 5000);
		defaults.put("spring.mail.properties.mail.smtp.timeout", 10000);
		defaults.put("spring.mail.properties.mail.smtp.writetimeout", 10000);
		// Without the mail server, mails are delayed, but the service is healthy.
		defaults.put("management.health.mail.enabled", false);
		defaults.put("spring.cloud.aws.sns.enabled", "${booking.notification.sms.enabled:false}");
	}

	private static void receipts(Map<String, Object> defaults, ConfigurableEnvironment environment) {
		String queueUrl = environment.getProperty("SQS_NOTIFICATION_EVENT_QUEUE_URL");
		if (StringUtils.hasText(queueUrl)) {
			defaults.put("booking.notification.receipt.queue-url", queueUrl);
		}
	}

	private static void management(Map<String, Object> defaults) {
		defaults.put("management.endpoints.web.exposure.include", "health,info,metrics,prometheus,sbom");
		// Several services can share a registry, such as CloudWatch.
		defaults.put("management.metrics.tags.application", "${spring.application.name:booking-consumer}");
		defaults.put("management.endpoint.health.probes.enabled", true);
		defaults.put("management.endpoint.health.show-details", "always");
		defaults.put("management.endpoint.health.group.liveness.include", "livenessState,poll");
		defaults.put("management.endpoint.health.group.readiness.include", "readinessState,db,queue");
	}

	/**
	 * Switches exports off that have no destination.
	 */
	private static void exports(Map<String, Object> defaults, ConfigurableEnvironment environment) {
		boolean traces = isAnySet(environment, "management.opentelemetry.tracing.export.otlp.endpoint",
				"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT");
		defaults.put("management.tracing.export.enabled", traces);
		defaults.put("management.opentelemetry.enabled", traces);
		defaults.put("management.otlp.metrics.export.enabled",
				isAnySet(environment, "management.otlp.metrics.export.url", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
						"OTEL_EXPORTER_OTLP_ENDPOINT"));
		defaults.put("spring.cloud.aws.cloudwatch.enabled",
				isAnySet(environment, "management.cloudwatch.metrics.export.namespace"));
		// The names of the Elastic Common Schema, for structured logs.
		defaults.put("logging.structured.json.rename.traceId", "trace.id");
		defaults.put("logging.structured.json.rename.spanId", "span.id");
		// A span for each security filter would make traces hard to read.
		defaults.put("management.observations.enable.spring.security", false);
	}

	private static boolean isAnySet(ConfigurableEnvironment environment, String... names) {
		return Stream.of(names).map(environment::getProperty).anyMatch(StringUtils::hasText);
	}

	private static void api(Map<String, Object> defaults) {
		// With OAuth2 on the class path, Spring Boot generates a password only for a
		// configured user name.
		defaults.put("spring.security.user.name", "user");
		defaults.put("spring.mvc.problemdetails.enabled", true);
		// An unknown path is not a missing file.
		defaults.put("spring.web.resources.add-mappings", false);
		defaults.put("spring.threads.virtual.enabled", true);
		// No bean has aspects.
		defaults.put("spring.aop.auto", false);
		// Each RestClient has a request factory of its own (OutgoingHttp). The default
		// factory would read the certificates of all authorities at start, for nobody.
		defaults.put("spring.http.clients.imperative.factory", "simple");
		// Legitimate clients send a request within 10 s.
		defaults.put("server.tomcat.connection-timeout", "10s");
		defaults.put("server.tomcat.max-connections", 1000);
		// A proxy can terminate TLS.
		defaults.put("server.tomcat.use-relative-redirects", true);
		// The form that repairs a dead letter of 1 MiB, percent-encoded.
		defaults.put("server.tomcat.max-http-form-post-size", "4MB");
		// Only a test of each service generates the OpenAPI document.
		defaults.put("springdoc.api-docs.enabled", false);
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE; // after the service's own configuration files
	}

}
