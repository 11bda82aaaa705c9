package io.bookings.consumer.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ConsumerDefaultsUnitTests {

	private static final String TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration";

	private static final String OPENTELEMETRY = "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration";

	@Test
	void theDefaultsAreFifteenBatchesAtOnceAndFifteenConnections() {
		ConfigurableEnvironment environment = environment(Map.of());
		assertThat(environment.getProperty("spring.cloud.aws.sqs.listener.max-concurrent-messages")).isEqualTo("150");
		assertThat(environment.getProperty("spring.datasource.hikari.maximum-pool-size")).isEqualTo("15");
	}

	@ParameterizedTest
	@CsvSource({ "true, none", "false, validate" })
	void hibernateValidatesTheTablesOnlyWithoutFlyway(String migrates, String expected) {
		assertThat(environment(Map.of("spring.flyway.enabled", migrates)).getProperty("spring.jpa.hibernate.ddl-auto"))
			.isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "1, 10, 11", "5, 50, 15", "20, 200, 15" })
	void messagesFollowTheConcurrencyAndConnectionsUpToFive(int concurrency, String messages, String connections) {
		ConfigurableEnvironment environment = environment(
				Map.of("booking.consumer.concurrency", String.valueOf(concurrency)));
		assertThat(environment.getProperty("spring.cloud.aws.sqs.listener.max-concurrent-messages"))
			.isEqualTo(messages);
		assertThat(environment.getProperty("spring.datasource.hikari.maximum-pool-size")).isEqualTo(connections);
	}

	/**
	 * An excluded class that was renamed would have no effect, and Spring Boot would not
	 * complain.
	 */
	@Test
	void everyExcludedAutoConfigurationExists() {
		List<String> candidates = ImportCandidates.load(AutoConfiguration.class, null).getCandidates();
		assertThat(excluded(Map.of())).isNotEmpty().isSubsetOf(candidates);
	}

	@Test
	void tomcatsMetricsNeedItsMBeans() {
		String tomcatMetrics = "org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration";
		assertThat(excluded(Map.of())).contains(tomcatMetrics);
		assertThat(excluded(Map.of("server.tomcat.mbeanregistry.enabled", "true"))).isNotEmpty()
			.doesNotContain(tomcatMetrics);
	}

	@ParameterizedTest
	@CsvSource({ "OTEL_EXPORTER_OTLP_ENDPOINT, http://collector:4318", "management.tracing.export.enabled, true" })
	void tracingIsThereIfTracesAreExported(String setting, String value) {
		assertThat(excluded(Map.of())).contains(TRACING);
		assertThat(excluded(Map.of(setting, value))).isNotEmpty().doesNotContain(TRACING).doesNotContain(OPENTELEMETRY);
	}

	@Test
	void openTelemetryIsThereForLogs() {
		assertThat(excluded(Map.of())).contains(OPENTELEMETRY);
		assertThat(excluded(Map.of("management.opentelemetry.enabled", "true"))).contains(TRACING)
			.doesNotContain(OPENTELEMETRY);
	}

	private static String[] excluded(Map<String, Object> settings) {
		return environment(settings).getRequiredProperty("spring.autoconfigure.exclude", String[].class);
	}

	@Test
	void whatTheServiceSetsWins() {
		ConfigurableEnvironment environment = environment(Map.of("spring.datasource.hikari.maximum-pool-size", "7",
				"spring.jpa.open-in-view", "true", "management.endpoints.web.exposure.include", "health",
				"spring.autoconfigure.exclude", "com.example.Other"));
		assertThat(environment.getProperty("spring.datasource.hikari.maximum-pool-size")).isEqualTo("7");
		assertThat(environment.getProperty("spring.jpa.open-in-view")).isEqualTo("true");
		assertThat(environment.getProperty("management.endpoints.web.exposure.include")).isEqualTo("health");
		assertThat(environment.getProperty("spring.autoconfigure.exclude")).isEqualTo("com.example.Other");
	}

	@Test
	void evenTheDefaultPropertiesOfTheServiceWin() {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ConsumerDefaultsUnitTests.class)
			.web(WebApplicationType.NONE)
			.properties("spring.jpa.open-in-view=true", "spring.datasource.hikari.maximum-pool-size=7")
			.run()) {
			ConfigurableEnvironment environment = context.getEnvironment();
			assertThat(environment.getProperty("spring.jpa.open-in-view")).isEqualTo("true");
			assertThat(environment.getProperty("spring.datasource.hikari.maximum-pool-size")).isEqualTo("7");
			assertThat(environment.getProperty("spring.cloud.aws.sqs.queue-not-found-strategy")).isEqualTo("fail");
		}
	}

	@Test
	void theMigrationsConnectionFollowsTheServicesDatabase() {
		ConfigurableEnvironment environment = environment(
				Map.of("spring.datasource.url", "jdbc:postgresql://db/bookings", "spring.datasource.username", "ann"));
		assertThat(environment.getProperty("spring.flyway.url")).isEqualTo("jdbc:postgresql://db/bookings");
		assertThat(environment.getProperty("spring.flyway.user")).isEqualTo("ann");
		assertThat(environment.getProperty("spring.flyway.password")).isEmpty();
	}

	@Test
	void nothingIsExportedUntilSomebodySaysWhere() {
		assertThat(exports(environment(Map.of()))).containsExactly("false", "false", "false", "false");
		assertThat(exports(environment(
				Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "", "management.cloudwatch.metrics.export.namespace", " "))))
			.containsExactly("false", "false", "false", "false");
		assertThat(exports(environment(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"))))
			.containsExactly("true", "true", "true", "false");
		assertThat(exports(environment(
				Map.of("management.opentelemetry.tracing.export.otlp.endpoint", "http://collector:4318/v1/traces"))))
			.containsExactly("true", "true", "false", "false");
		assertThat(
				exports(environment(Map.of("management.otlp.metrics.export.url", "http://collector:4318/v1/metrics"))))
			.containsExactly("false", "false", "true", "false");
		assertThat(exports(environment(Map.of("management.cloudwatch.metrics.export.namespace", "Bookings"))))
			.containsExactly("false", "false", "false", "true");
	}

	private static List<String> exports(ConfigurableEnvironment environment) {
		return Stream
			.of("management.tracing.export.enabled", "management.opentelemetry.enabled",
					"management.otlp.metrics.export.enabled", "spring.cloud.aws.cloudwatch.enabled")
			.map(environment::getRequiredProperty)
			.toList();
	}

	private static ConfigurableEnvironment environment(Map<String, Object> settings) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("application.properties", settings));
		new ConsumerDefaults().postProcessEnvironment(environment, new SpringApplication());
		return environment;
	}

}
