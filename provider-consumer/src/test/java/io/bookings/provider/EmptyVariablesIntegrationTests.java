package io.bookings.provider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Starts the jar with empty values for all variables that the documentation names, as
 * compose files and charts produce them with {@code ${NAME:-}}.
 */
class EmptyVariablesIntegrationTests {

	private static final Pattern NAME = Pattern
		.compile("`((?:[A-Z][A-Z0-9]+_[A-Z0-9_]+)|(?:(?:booking|management|server|spring|logging)\\.[a-z0-9.-]+))`");

	private static final Pattern METADATA = Pattern.compile("\"name\": \"(booking\\.[a-z0-9.-]+)\",\\s+\"type\"");

	/** If one of the first is empty, the AWS SDK cannot build a client. */
	private static final List<String> OF_THE_AWS_SDK = List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS",
			"AWS_ENDPOINT_URL_SNS", "AWS_ENDPOINT_URL_STS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
			"AWS_MAX_ATTEMPTS", "AWS_DEFAULTS_MODE", "AWS_RETRY_MODE", "AWS_SESSION_TOKEN", "AWS_PROFILE",
			"AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
			"AWS_DISABLE_REQUEST_COMPRESSION", "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES");

	private static final List<String> OF_SPRING_BOOT = List.of("DEBUG", "TRACE", "SPRING_PROFILES_ACTIVE",
			"SPRING_CONFIG_LOCATION", "SPRING_CONFIG_IMPORT", "SPRING_APPLICATION_JSON", "SERVER_ADDRESS",
			"SERVER_SERVLET_CONTEXT_PATH", "SERVER_SSL_BUNDLE", "MANAGEMENT_SERVER_PORT", "MANAGEMENT_SERVER_ADDRESS",
			"MANAGEMENT_SERVER_BASE_PATH", "MANAGEMENT_ENDPOINTS_WEB_BASE_PATH", "SPRING_MAIL_HOST", "SPRING_MAIL_PORT",
			"LOGGING_CONFIG", "LOGGING_LEVEL_ROOT");

	@Test
	void theServiceConsumesAsIfTheyWereNotSet() throws IOException {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		Map<String, String> environment = new LinkedHashMap<>();
		names().forEach((name) -> environment.put(name, ""));
		environment.putAll(service.environment());
		environment.put("SPRING_MAIL_HOST", "");
		environment.put("SPRING_MAIL_PORT", "");
		assertThat(environment).hasSizeGreaterThan(60)
			.containsEntry("SPRING_FLYWAY_USER", "")
			.containsEntry("BOOKING_NOTIFICATION_WEBHOOK_URL", "");
		try (ServiceProcess process = ServiceProcess.startInTest(ServiceKind.PROVIDER, environment)) {
			service.send(RunningConsumer.sample());
			await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> {
				assertThat(process.isAlive()).as(process.output()).isTrue();
				assertThat(process.output()).contains("processed booking test-123");
			});
		}
	}

	private static List<String> names() throws IOException {
		List<String> names = new ArrayList<>(OF_THE_AWS_SDK);
		names.addAll(OF_SPRING_BOOT);
		for (String document : List.of("README.md", "docs/configuration.md", "docs/images.md", "docs/metrics.md",
				"docs/observability.md", "docs/operations.md", "docs/security.md")) {
			NAME.matcher(Files.readString(Path.of("..", document)))
				.results()
				.forEach((name) -> names.add(name.group(1)));
		}
		METADATA
			.matcher(Files
				.readString(Path.of("../consumer-starter/target/classes/META-INF/spring-configuration-metadata.json")))
			.results()
			.forEach((name) -> names.add(name.group(1)));
		return names.stream()
			.map((name) -> name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_'))
			.filter((name) -> !name.equals("SERVER_PORT"))
			.toList();
	}

}
