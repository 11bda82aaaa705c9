package io.bookings.consumer.autoconfigure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utils.internal.SystemSettingUtilsTestBackdoor;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Treats empty environment variables, system properties and command line arguments as not
 * set, in Spring and in the AWS SDK. Compose files and charts pass unset variables as
 * empty ones, as in {@code ${AWS_ENDPOINT_URL:-}}.
 */
class EmptySettings implements EnvironmentPostProcessor, Ordered {

	private static final String AWS_VARIABLE = "AWS_";

	private static final String AWS_PROPERTY = "aws.";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		MutablePropertySources sources = environment.getPropertySources();
		for (PropertySource<?> source : List.copyOf(sources.stream().toList())) {
			switch (source) {
				// Spring Boot replaces this source later, and keeps its map.
				case SystemEnvironmentPropertySource variables -> sources.replace(source.getName(),
						new SystemEnvironmentPropertySource(source.getName(), set(variables)));
				case CommandLinePropertySource<?> arguments ->
					sources.replace(source.getName(), new MapPropertySource(source.getName(), set(arguments)));
				// System properties can change later.
				case MapPropertySource properties when source.getName()
					.equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME) ->
					sources.replace(source.getName(), new SetProperties(properties));
				default -> {
				}
			}
		}
		hideFromAwsSdk();
	}

	/**
	 * Hides empty variables and system properties from the AWS SDK, which reads them
	 * directly and fails with most of them: with an empty {@code AWS_ENDPOINT_URL}, no
	 * client can be built. The SDK's public API cannot hide a variable, so this uses the
	 * API of its tests.
	 */
	private static void hideFromAwsSdk() {
		System.getenv().forEach((name, value) -> {
			if (name.startsWith(AWS_VARIABLE) && isEmpty(value)) {
				SystemSettingUtilsTestBackdoor.addEnvironmentVariableOverride(name, null);
			}
		});
		for (String name : System.getProperties().stringPropertyNames()) {
			if (name.startsWith(AWS_PROPERTY) && isEmpty(System.getProperty(name))) {
				System.clearProperty(name);
			}
		}
	}

	private static Map<String, Object> set(EnumerablePropertySource<?> source) {
		Map<String, Object> values = new LinkedHashMap<>();
		for (String name : source.getPropertyNames()) {
			Object value = source.getProperty(name);
			if (value != null && !isEmpty(value)) {
				values.put(name, value);
			}
		}
		return values;
	}

	/**
	 * Whether a value is empty. A line end is not empty: {@code line.separator} is a
	 * system property.
	 */
	private static boolean isEmpty(@Nullable Object value) {
		if (!(value instanceof CharSequence text)) {
			return false;
		}
		// Faster than a stream. Spring Boot reads all system properties at each look-up.
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
				return false;
			}
		}
		return true;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE; // before anything that reads a setting
	}

	/**
	 * The system properties that currently have a value.
	 */
	private static final class SetProperties extends MapPropertySource {

		SetProperties(MapPropertySource properties) {
			super(properties.getName(), properties.getSource());
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Object value = super.getProperty(name);
			return isEmpty(value) ? null : value;
		}

		@Override
		public boolean containsProperty(String name) {
			return getProperty(name) != null;
		}

		@Override
		public String[] getPropertyNames() {
			return Arrays.stream(super.getPropertyNames()).filter(this::containsProperty).toArray(String[]::new);
		}

	}

}
