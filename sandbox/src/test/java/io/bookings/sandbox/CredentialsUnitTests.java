package io.bookings.sandbox;

import java.net.URI;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CredentialsUnitTests {

	@Test
	void everyRunHasAnotherPasswordWhichNeedsNoQuotes() {
		assertThat(Credentials.generate().password()).matches("[0-9a-f]{24}")
			.isNotEqualTo(Credentials.generate().password());
	}

	@Test
	void aServiceGetsThemTwiceForItsOwnApiAndForTheDirectory() {
		Credentials credentials = new Credentials("sandbox", "secret");
		assertThat(credentials.environment(URI.create("http://localhost:8081")))
			.containsExactlyInAnyOrderEntriesOf(Map.of("SPRING_SECURITY_USER_NAME", "sandbox",
					"SPRING_SECURITY_USER_PASSWORD", "secret", "BOOKING_DIRECTORY_URL", "http://localhost:8081",
					"BOOKING_DIRECTORY_USERNAME", "sandbox", "BOOKING_DIRECTORY_PASSWORD", "secret"));
	}

	@Test
	void theHeaderIsThatOfHttpBasic() {
		// The example of RFC 7617, section 2.
		assertThat(new Credentials("Aladdin", "open sesame").authorization())
			.isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
	}

}
