package io.bookings.consumer.settings;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SettingsUnitTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://host", "HTTPS://host/", "https://host:8443/a%20b%2Fc?x=%7B1%7D&y=%25#z",
			"http://user:p%40ss@host/", "http://[::1]:8080/x", "http://127.0.0.1:1/", "http://xn--bcher-kva.example/",
			"http://host.with-hyphen.example./a;b=c//d/" })
	void aUrlIsTakenAsItIsWritten(String url) {
		assertThat(Settings.httpUrl("booking.x", url)).hasToString(url);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					ftp://host/                 | booking.x does not begin with http:// or https://: set it to an http(s) URL
					host:8080/hook              | booking.x does not begin with http:// or https://: set it to an http(s) URL
					/hook                       | booking.x does not begin with http:// or https://: set it to an http(s) URL
					httpx://host/               | booking.x does not begin with http:// or https://: set it to an http(s) URL
					http:/host/hook             | booking.x has no host: set it to an http(s) URL
					http:hook                   | booking.x has no host: set it to an http(s) URL
					http://host:0/              | booking.x has the port 0: set one of 1 to 65535
					http://host:65536/          | booking.x has the port 65536: set one of 1 to 65535
					http://host/{id}            | booking.x is not a URL, because of character 13: Illegal character in path. Percent-encode the invalid characters
					http://host/a b             | booking.x is not a URL, because of character 14: Illegal character in path. Percent-encode the invalid characters
					http://host/100%            | booking.x is not a URL, because of character 16: Malformed escape pair. Percent-encode the invalid characters
					http://host/?q=<x>          | booking.x is not a URL, because of character 16: Illegal character in query. Percent-encode the invalid characters
					""")
	void anyOtherIsRefusedWithWhatIsWrong(String url, String sentence) {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.httpUrl("booking.x", url)).withMessage(sentence);
	}

	@ParameterizedTest
	@CsvSource({ "http://user_service:8081/x, user_service", "http://me:secret@user_service/, user_service",
			"https://user-service-1_a, user-service-1_a", "http://1_2.3/, 1_2.3", "http://-host/, -host" })
	void aHostThatJavaCannotUseIsNamedAsThat(String url, String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.httpUrl("booking.x", url))
			.withMessage("booking.x has the host '" + host + "', which Java's HTTP client cannot use: give that host a "
					+ "name of letters, digits, hyphens and dots");
	}

	@Test
	void noSentenceShowsASecretOfTheUrl() {
		for (String url : new String[] { "http://u:secret@a_b/secret?secret", "ftp://u:secret@host/secret",
				"http://u:secret@host/secret secret", "http://u:secret@host:99999/secret" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> Settings.httpUrl("booking.x", url))
				.withMessageNotContaining("secret");
		}
	}

	@Test
	void aMissingUrlIsNamed() {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.httpUrl("booking.x", null))
			.withMessage("booking.x is not set: set it to an http(s) URL");
	}

	@ParameterizedTest
	@CsvSource({ "59s, 59s", "61m, 1h1m", "60ms, 60ms", "0s, 0s", "-1s, -1s" })
	void aDurationOutOfRangeIsRefusedInTheFormInWhichItIsSet(String value, String shown) {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.requireBetween("booking.x",
				org.springframework.boot.convert.DurationStyle.detectAndParse(value), Duration.ofMinutes(1),
				Duration.ofHours(1)))
			.withMessage("booking.x is " + shown + ": set it to 1m to 1h");
	}

}
