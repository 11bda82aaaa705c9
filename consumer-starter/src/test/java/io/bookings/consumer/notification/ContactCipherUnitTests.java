package io.bookings.consumer.notification;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContactCipherUnitTests {

	private static final String K1 = "k1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

	private static final String K2 = "k2:MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=";

	@Test
	void aValueNamesTheKeyThatDecryptsIt() {
		ContactCipher cipher = ContactCipher.of(K1);
		String stored = String.valueOf(cipher.encrypt("zoe@example.org"));
		assertThat(stored).startsWith("aes-gcm:k1:").doesNotContain("zoe");
		assertThat(cipher.encrypt("zoe@example.org")).isNotEqualTo(stored);
		assertThat(cipher.decrypt(stored)).isEqualTo("zoe@example.org");
		assertThat(cipher.decrypt("plain")).isEqualTo("plain");
		assertThat(cipher.encrypt(null)).isNull();
		assertThat(ContactCipher.of(K2 + ", " + K1).decrypt(stored)).isEqualTo("zoe@example.org");
		assertThat(ContactCipher.of("plain," + K1).decrypt(stored)).isEqualTo("zoe@example.org");
		assertThat(ContactCipher.of("plain," + K1).encrypt("zoe")).isEqualTo("zoe");
	}

	@Test
	void anotherKeyAndAnAlteredValueAreRefusedWithTheIdOfTheKey() {
		String stored = String.valueOf(ContactCipher.of(K1).encrypt("zoe"));
		assertThatExceptionOfType(NoContentYetException.class).isThrownBy(() -> ContactCipher.of(K2).decrypt(stored))
			.withMessage("the key k1 of booking.contact.encryption.keys is not set");
		char last = stored.charAt(20);
		String altered = stored.substring(0, 20) + ((last == 'A') ? 'B' : 'A') + stored.substring(21);
		assertThatExceptionOfType(NoContentYetException.class).isThrownBy(() -> ContactCipher.of(K1).decrypt(altered))
			.withMessage("the key k1 of booking.contact.encryption.keys does not decrypt the contact");
	}

	@ParameterizedTest
	@ValueSource(strings = { "k1", "k1:c2hvcnQ=", "K1:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=", ",", K1 + ",",
			"plain,plain", K1 + "," + K1, "plain:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=" })
	void otherKeysAreRefusedWithoutBeingShown(String setting) {
		assertThatIllegalArgumentException().isThrownBy(() -> ContactCipher.of(setting))
			.withMessageStartingWith("booking.contact.encryption.keys")
			.withMessageNotContaining("MDEy");
	}

	@Test
	void aNameCannotLookEncrypted() {
		assertThatExceptionOfType(InvalidContactException.class)
			.isThrownBy(() -> Contact.of("aes-gcm:k1:x", null, null, "de", "UTC", java.util.List.of("log")));
	}

}
