package io.bookings.consumer.notification.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the e-mail channel. The server itself is set by {@code spring.mail.*}.
 *
 * @param from address that the e-mails come from; its domain also ends their
 * {@code Message-ID}
 */
@ConfigurationProperties("booking.notification.email")
record EmailProperties(@DefaultValue("bookings@localhost.localdomain") String from) {

	EmailProperties {
		try {
			new InternetAddress(from, true);
		}
		catch (AddressException ex) {
			throw new IllegalArgumentException(
					"booking.notification.email.from is no e-mail address: set it to one like bookings@example.com",
					ex);
		}
	}

	String domain() {
		return this.from.substring(this.from.lastIndexOf('@') + 1);
	}

}
