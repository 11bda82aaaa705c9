package io.bookings.consumer.notification;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the encryption of contacts.
 *
 * @param keys the keys, separated by commas, each as an id, a colon and 32 bytes in
 * Base64; the first one encrypts, and all of them decrypt
 */
@ConfigurationProperties("booking.contact.encryption")
public record ContactEncryptionProperties(@DefaultValue("") String keys) {

	/**
	 * Omits the keys, so that it can be logged.
	 * @return the name of the record
	 */
	@Override
	public String toString() {
		return "ContactEncryptionProperties[]";
	}

}
