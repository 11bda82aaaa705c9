package io.bookings.consumer.notification.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the e-mail channel. {@code spring.mail.*} configures the mail server.
 *
 * @param from sender address of the e-mails, optionally with a display name; its domain
 * is also that of their {@code Message-ID}
 */
@ConfigurationProperties("booking.notification.email")
public record EmailProperties(@DefaultValue("bookings@localhost.localdomain") String from) {

	/**
	 * Validates the settings.
	 * @throws IllegalArgumentException if the address is not valid
	 */
	public EmailProperties {
		parse(from);
	}

	/**
	 * Returns the address without the display name.
	 */
	String address() {
		return parse(this.from).getAddress();
	}

	String domain() {
		return address().substring(address().lastIndexOf('@') + 1);
	}

	private static InternetAddress parse(String from) {
		try {
			return new InternetAddress(from, true);
		}
		catch (AddressException ex) {
			throw new IllegalArgumentException(
					"booking.notification.email.from is not an e-mail address: set it to one like bookings@example.com",
					ex);
		}
	}

}
