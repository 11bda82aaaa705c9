package io.bookings.consumer.notification.email;

import java.util.regex.Pattern;

import io.bookings.consumer.settings.Settings;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the e-mail channel. {@code spring.mail.*} configures the mail server.
 *
 * @param from sender address of the e-mails, optionally with a display name; its domain
 * is also that of their {@code Message-ID}
 * @param ses settings of Amazon SES
 */
@ConfigurationProperties("booking.notification.email")
public record EmailProperties(@DefaultValue("bookings@localhost.localdomain") String from, @DefaultValue Ses ses) {

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

	/**
	 * Settings of Amazon SES.
	 *
	 * @param configurationSet name of the
	 * <a href="https://docs.aws.amazon.com/ses/latest/dg/using-configuration-sets.html">
	 * configuration set</a> that SES uses for the e-mails; if it is set, each e-mail has
	 * the tags {@code service} and {@code notification}
	 */
	public record Ses(@Nullable String configurationSet) {

		private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

		/**
		 * Validates the settings.
		 * @throws IllegalArgumentException with the name of the setting and the remedy
		 */
		public Ses {
			Settings.require(configurationSet == null || NAME.matcher(configurationSet).matches(),
					"booking.notification.email.ses.configuration-set is not the name of a configuration set: "
							+ "set it to 1 to 64 letters, digits, hyphens and underscores");
		}

		/**
		 * Returns a text as the value of a tag, which Amazon SES limits to these
		 * characters.
		 * @param text any text
		 * @return the text with hyphens instead of all other characters
		 */
		public static String tagValue(String text) {
			return text.replaceAll("[^A-Za-z0-9_-]", "-");
		}

	}

}
