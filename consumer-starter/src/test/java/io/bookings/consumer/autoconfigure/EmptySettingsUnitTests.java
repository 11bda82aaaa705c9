package io.bookings.consumer.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class EmptySettingsUnitTests {

	private static final Path ROOT = Path.of("..");

	/** Names of variables and of properties, as the documents set them in type. */
	private static final Pattern NAME = Pattern
		.compile("`((?:[A-Z][A-Z0-9]+_[A-Z0-9_]+)|(?:(?:booking|management|server|spring|logging)[a-z0-9.-]+))`");

	@ParameterizedTest
	@MethodSource("settings")
	void anEmptySettingIsNotSet(String name) {
		for (String value : List.of("", " ", "\t")) {
			String variable = name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
			assertUnset(name, environment(Map.of(variable, value), Map.of()));
			assertUnset(name, environment(Map.of(), Map.of(name, value)));
			assertUnset(name, environment(Map.of(), Map.of(), "--" + name + "=" + value));
		}
	}

	private static void assertUnset(String name, ConfigurableEnvironment environment) {
		assertThat(environment.containsProperty(name)).as(name).isFalse();
		if (ConfigurationPropertyName.isValid(name)) {
			assertThat(Binder.get(environment).bind(name, Bindable.of(String.class)).isBound()).as(name).isFalse();
		}
	}

	@Test
	void theDocumentsAndTheMetadataNameWhatIsTested() throws IOException {
		assertThat(settings()).hasSizeGreaterThan(50)
			.contains("AWS_ENDPOINT_URL", "SPRING_FLYWAY_USER", "SPRING_MAIL_HOST", "booking.notification.webhook.url",
					"booking.consumer.back-off.initial", "spring.cloud.aws.sqs.listener.poll-timeout",
					"OTEL_EXPORTER_OTLP_ENDPOINT", "SQS_BOOKING_REQUEST_QUEUE_URL");
	}

	@Test
	void anEmptyArgumentLeavesWhatTheEnvironmentSays() {
		ConfigurableEnvironment environment = environment(Map.of("SPRING_MAIL_HOST", "mail"), Map.of(),
				"--spring.mail.host=");
		assertThat(environment.getProperty("spring.mail.host")).isEqualTo("mail");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "0", "false", "\n" })
	void whatIsSetStays(String value) {
		assertThat(environment(Map.of("SOME_SETTING", value), Map.of()).getProperty("some.setting")).isEqualTo(value);
		assertThat(environment(Map.of(), Map.of("some.setting", value)).getProperty("some.setting")).isEqualTo(value);
		assertThat(environment(Map.of(), Map.of(), "--some.setting=" + value).getProperty("some.setting"))
			.isEqualTo(value);
	}

	@Test
	void aSystemPropertyMayBeSetLater() {
		ConfigurableEnvironment environment = new StandardEnvironment();
		process(environment);
		try {
			System.setProperty("empty.settings.test", "late");
			assertThat(environment.getProperty("empty.settings.test")).isEqualTo("late");
		}
		finally {
			System.clearProperty("empty.settings.test");
		}
	}

	@Test
	void whatComesAfterwardsSeesNoEmptyVariable() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource("systemEnvironment",
							Map.of("SPRING_PROFILES_ACTIVE", "", "SPRING_CONFIG_LOCATION", "", "SPRING_CONFIG_IMPORT",
									"", "SPRING_APPLICATION_JSON", "", "DEBUG", "")));
		SpringApplication application = new SpringApplication(EmptySettingsUnitTests.class);
		application.setEnvironment(environment);
		application.setWebApplicationType(org.springframework.boot.WebApplicationType.NONE);
		try (var context = application.run()) {
			assertThat(context.getEnvironment().getActiveProfiles()).isEmpty();
			assertThat(context.getEnvironment().containsProperty("debug")).isFalse();
		}
	}

	/**
	 * Every setting of ours, and every one that the documents name.
	 */
	static Set<String> settings() throws IOException {
		Set<String> names = new TreeSet<>();
		JsonNode metadata = JsonMapper.shared()
			.readTree(Files.readString(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
		metadata.get("properties").forEach((property) -> names.add(property.get("name").asString()));
		try (Stream<Path> documents = Stream.concat(Stream.of(ROOT.resolve("README.md")),
				Files.list(ROOT.resolve("docs")).filter((file) -> file.toString().endsWith(".md")))) {
			for (Path document : documents.toList()) {
				NAME.matcher(Files.readString(document)).results().map((name) -> name.group(1)).forEach(names::add);
			}
		}
		return names;
	}

	private static ConfigurableEnvironment environment(Map<String, Object> variables, Map<String, Object> properties,
			String... arguments) {
		ConfigurableEnvironment environment = new StandardEnvironment();
		Properties system = new Properties();
		system.putAll(properties);
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
					new PropertiesPropertySource(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, system));
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new LinkedHashMap<>(variables)));
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		process(environment);
		return environment;
	}

	private static void process(ConfigurableEnvironment environment) {
		new EmptySettings().postProcessEnvironment(environment, new SpringApplication());
		ConfigurationPropertySources.attach(environment);
	}

}
