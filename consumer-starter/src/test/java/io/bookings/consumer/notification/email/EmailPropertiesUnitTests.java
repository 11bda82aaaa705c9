package io.bookings.consumer.notification.email;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmailPropertiesUnitTests {

	@Test
	void aDisplayNameIsNoPartOfTheAddressAndItsDomain() {
		EmailProperties properties = new EmailProperties("Bookings <bookings@example.org>",
				new EmailProperties.Ses(null));
		assertThat(properties.address()).isEqualTo("bookings@example.org");
		assertThat(properties.domain()).isEqualTo("example.org");
	}

	@Test
	void whatIsNoAddressIsRefusedWithoutBeingShown() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EmailProperties("bookings", new EmailProperties.Ses(null)))
			.withMessageStartingWith("booking.notification.email.from is not an e-mail address");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a,b", "a\r\nBcc: x@example.org", "ä" })
	void aConfigurationSetThatSesDoesNotAllowIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new EmailProperties.Ses(name))
			.withMessageStartingWith("booking.notification.email.ses.configuration-set is not the name");
	}

	@Test
	void aTagHasOnlyTheCharactersThatSesAllows() {
		assertThat(EmailProperties.Ses.tagValue("provider-consumer")).isEqualTo("provider-consumer");
		assertThat(EmailProperties.Ses.tagValue("my service, no=1")).isEqualTo("my-service--no-1");
	}

}
