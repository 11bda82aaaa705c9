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
					secret  | ''                   | secret is not set: set it to whsec_ and the output of 'openssl rand -base64 32', and give the same secret to the receiver
					secret  | 0123456789abcdef0123456789abcdef | secret does not begin with whsec_: set it to whsec_ and the output of 'openssl rand -base64 32', and give the same secret to the receiver
					secret  | whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,old | secret does not begin with whsec_: set it to whsec_ and the output of 'openssl rand -base64 32', and give the same secret to the receiver
					secret  | whsec_no_base64       | secret is not Base64 after whsec_: set it to whsec_ and the output of 'openssl rand -base64 32'
					secret  | whsec_c2hvcnQ=        | secret has 5 bytes in Base64 after whsec_: set it to 24 to 64 bytes
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
		all.put("booking.notification.webhook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
		settings.forEach((name, value) -> all.put("booking.notification.webhook." + name, value));
		return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("booking.notification.webhook",
				WebhookProperties.class);
	}

}
