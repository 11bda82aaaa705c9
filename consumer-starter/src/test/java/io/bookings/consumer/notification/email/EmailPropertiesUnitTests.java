package io.bookings.consumer.notification.email;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EmailPropertiesUnitTests {

	@Test
	void aDisplayNameIsNoPartOfTheAddressAndItsDomain() {
		EmailProperties properties = new EmailProperties("Bookings <bookings@example.org>");
		assertThat(properties.address()).isEqualTo("bookings@example.org");
		assertThat(properties.domain()).isEqualTo("example.org");
	}

	@Test
	void whatIsNoAddressIsRefusedWithoutBeingShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EmailProperties("bookings"))
			.withMessageStartingWith("booking.notification.email.from is not an e-mail address");
	}

}
