package io.bookings.consumer.notification.webhook;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebhookPropertiesUnitTests {

	private static final String URL = "https://hooks.example/a%20b?to=%7Bx%7D&v=1+2#z";

	@Test
	void theUrlIsTakenAsItIsWritten() {
		assertThat(bind(Map.of()).target()).hasToString(URL);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					timeout | 5ms                  | timeout is 5ms: set it to 100ms to 1m
					timeout | 2m                   | timeout is 2m: set it to 100ms to 1m
					secret  | short                | secret has 5 characters: set at least 32
					url     | http://hooks/{id}    | url is not a URL, because of character 14: Illegal character in path. Percent-encode the invalid characters
					url     | http://my_hooks/     | url has the host 'my_hooks', which Java's HTTP client cannot use: give that host a name of letters, digits, hyphens and dots
					""")
	void whatCannotWorkIsRefusedWithTheSettingAndTheRemedy(String name, String value, String sentence) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> bind(Map.of(name, value)))
			.havingRootCause()
			.withMessage("booking.notification.webhook." + sentence);
	}

	private static WebhookProperties bind(Map<String, String> settings) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("booking.notification.webhook.url", URL);
		all.put("booking.notification.webhook.secret", "0123456789abcdef0123456789abcdef");
		settings.forEach((name, value) -> all.put("booking.notification.webhook." + name, value));
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("booking.notification.webhook",
				WebhookProperties.class);
	}

}
