package io.bookings.consumer.notification.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the e-mail channel. The server itself is set by {@code spring.mail.*}.
 *
 * @param from address that the e-mails come from, with a display name if there is to be
 * one; its domain also ends their {@code Message-ID}
 */
@ConfigurationProperties("booking.notification.email")
public record EmailProperties(@DefaultValue("bookings@localhost.localdomain") String from) {

	public EmailProperties {
		parse(from);
	}

	/**
	 * The bare address, without a display name.
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
					"booking.notification.email.from is no e-mail address: set it to one like bookings@example.com",
					ex);
		}
	}

}
