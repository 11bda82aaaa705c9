package io.bookings.user;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BookingDirectoryPropertiesUnitTests {

	@Test
	void credentialsComeFromTheSettingsOrFromTheUrl() {
		assertThat(bind(Map.of()).hasCredentials()).isFalse();
		assertThat(bind(Map.of("username", "user-consumer")).hasCredentials()).isTrue();
		assertThat(bind(Map.of("url", "http://user:password@provider:8081")).hasCredentials()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					timeout | 5ms                           | timeout is 5ms: set it to 100ms to 1m
					timeout | 61s                           | timeout is 1m1s: set it to 100ms to 1m
					back-off.initial | 50ms                | back-off.initial is 50ms: set it to 100ms to 1h
					back-off.max     | 4s                  | back-off.max is 4s: set it to 5s to 1d
					url     | provider:8081                 | url does not begin with http:// or https://: set it to an http(s) URL
					url     | http://provider_consumer:8081 | url has the host 'provider_consumer', which Java's HTTP client cannot use: give that host a name of letters, digits, hyphens and dots
					""")
	void whatCannotWorkIsRefusedWithTheSettingAndTheRemedy(String name, String value, String sentence) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(Map.of(name, value)))
			.havingRootCause()
			.withMessage("booking.directory." + sentence);
	}

	private static BookingDirectoryConfiguration.Properties bind(Map<String, String> settings) {
		Map<String, String> all = new LinkedHashMap<>();
		settings.forEach((name, value) -> all.put("booking.directory." + name, value));
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("booking.directory",
				BookingDirectoryConfiguration.Properties.class);
	}

}
