package io.bookings.consumer.notification;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.bookings.consumer.notification.InvalidContactException.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ContactUnitTests {

	@Test
	void keepsWhatIsValid() {
		Contact contact = Contact.of("<b>Zoë & Söhne</b> 🦊", "zoe.o'neil+bookings@sub.example.org", "+491701234567",
				"de-DE", "Europe/Berlin", List.of("email", "sms", "web-hook2"));
		assertThat(contact.name()).isEqualTo("<b>Zoë & Söhne</b> 🦊");
		assertThat(contact.locale()).isEqualTo(Locale.GERMANY);
		assertThat(contact.timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
		assertThat(contact).isEqualTo(new Contact(contact.name(), contact.email(), contact.phone(), contact.locale(),
				contact.timeZone(), contact.channels()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a@b", "a@localhost", "user@xn--bcher-kva.example", "x_y=z@example.com", "1@2.example" })
	void takesPlainAddresses(String email) {
		assertThat(withEmail(email).email()).isEqualTo(email);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a", "a@", "@b.example", "a@b@c.example", "a b@c.example", "a@b c.example",
			" a@b.example", "a@b.example ", "a@b.example\n", "a@b.example\r\nBcc: all@c.example",
			"a@b.example%0d%0aBcc: c@d.example", "a\r\nBcc:c@d.example", "a\u0000@b.example", "a@b.example\u0085",
			"a@b.example\u2028", "a@b.example,c@d.example", "a@b.example;c@d.example", "Name <a@b.example>",
			"<a@b.example>", "\"a b\"@c.example", "\"a\\\r\nBcc: x\"@c.example", "a(comment)@b.example",
			"a@[127.0.0.1]", "group:a@b.example;", ".a@b.example", "a.@b.example", "a..b@c.example", "a@.b.example",
			"a@b..example", "a@b.example.", "a@-b.example", "zoë@b.example", "a@bücher.example", "mailto:a@b.example",
			"=?utf-8?q?a?=@b.example\n" })
	void refusesAddressesThatAreNoneOrMore(String email) {
		assertThat(violations(() -> withEmail(email))).extracting(Violation::field).containsExactly("email");
	}

	@Test
	void refusesAnAddressThatIsTooLong() {
		String domain = "d".repeat(61) + "." + "d".repeat(61) + "." + "d".repeat(61) + "." + "d".repeat(61) + ".de";
		assertThat(withEmail("ab@" + domain).email()).hasSize(253);
		assertThat(withEmail("abc@" + domain).email()).hasSize(254);
		assertThat(violations(() -> withEmail("abcd@" + domain))).extracting(Violation::field).containsExactly("email");
		assertThat(violations(() -> withEmail("a".repeat(65) + "@b.example"))).extracting(Violation::field)
			.containsExactly("email");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "491701234567", "+0491701234567", "+4917", "+4917012345678901", "+49 170 1234567",
			"+49170-1234567", "+49170123456a", "+491701234567\n", "+٤٩١٧٠١٢٣٤٥٦٧", "00491701234567" })
	void refusesNumbersThatAreNotE164(String phone) {
		assertThat(violations(() -> Contact.of("Zoe", null, phone, "en", "UTC", List.of("sms"))))
			.extracting(Violation::field)
			.containsExactly("phone");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u2003", "Zoe\r\nBcc: c@d.example", "Zoe\u0000", "Zoe\u0085", "Zoe\u2028Smith",
			"Zoe\ud83e" })
	void refusesNamesThatAreBlankOrBreakLines(String name) {
		assertThat(violations(() -> Contact.of(name, "a@b.example", null, "en", "UTC", List.of("email"))))
			.extracting(Violation::field)
			.containsExactly("name");
	}

	@Test
	void countsTheCharactersOfANameAsPeopleDo() {
		assertThat(Contact.of("🦊".repeat(200), null, null, "en", "UTC", List.of("log")).name()).hasSize(400);
		assertThat(violations(() -> Contact.of("z".repeat(201), null, null, "en", "UTC", List.of("log"))))
			.containsExactly(new Violation("name", "must not be longer than 200 characters"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "xx", "xx-DE", "de_DE", "english", "und", "de-DE-", "x-private", "../../etc/passwd",
			"de\r\n", "qq" })
	void refusesLanguagesThatNobodyKnows(String locale) {
		assertThat(violations(() -> Contact.of("Zoe", null, null, locale, "UTC", List.of("log"))))
			.extracting(Violation::field)
			.containsExactly("locale");
	}

	@ParameterizedTest
	@CsvSource({ "de,de", "DE-de,de-DE", "pt-BR,pt-BR", "zh-Hant-TW,zh-Hant-TW", "gsw-CH,gsw-CH", "he,he" })
	void takesLanguages(String tag, String canonical) {
		assertThat(Contact.of("Zoe", null, null, tag, "UTC", List.of("log")).locale().toLanguageTag())
			.isEqualTo(canonical);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Berlin", "europe/berlin", "+01:00", "UTC+1", "Z", "Europe/Berlin ", "Mars/Olympus" })
	void refusesZonesThatAreNotInTheDatabase(String timeZone) {
		assertThat(violations(() -> Contact.of("Zoe", null, null, "en", timeZone, List.of("log"))))
			.extracting(Violation::field)
			.containsExactly("timeZone");
	}

	@Test
	void refusesChannelsThatAreNone() {
		assertThat(violations(() -> withChannels(List.of()))).extracting(Violation::field).containsExactly("channels");
		assertThat(violations(() -> withChannels(null))).extracting(Violation::field).containsExactly("channels");
		for (String channel : Arrays.asList("", "Email", "1a", "-a", "a b", "a\n", "a".repeat(33), null)) {
			List<String> channels = new ArrayList<>();
			channels.add(channel);
			assertThat(violations(() -> withChannels(channels))).extracting(Violation::field)
				.containsExactly("channels");
		}
		assertThat(violations(() -> withChannels(List.of("log", "log"))))
			.containsExactly(new Violation("channels", "must not name a channel twice"));
	}

	@Test
	void refusesChannelsWithoutTheirAddress() {
		assertThat(violations(() -> Contact.of("Zoe", null, null, "en", "UTC", List.of("email", "sms"))))
			.containsExactly(new Violation("email", "is required by the channel email"),
					new Violation("phone", "is required by the channel sms"));
	}

	@Test
	void namesAllThatIsMissing() {
		assertThat(violations(() -> Contact.of(null, null, null, null, null, null))).extracting(Violation::field)
			.containsExactlyInAnyOrder("name", "locale", "timeZone", "channels");
	}

	@Test
	void repeatsNoValueInItsMessages() {
		assertThatThrownBy(() -> Contact.of("Secret\n", "secret", "secret", "secret!", "secret", List.of("SECRET")))
			.hasMessageNotContainingAny("secret", "Secret", "SECRET");
		assertThat(Contact.of("Secret", "secret@b.example", "+491701234567", "en", "UTC", List.of("email")).toString())
			.doesNotContainIgnoringCase("secret")
			.doesNotContain("+49");
	}

	private static Contact withEmail(String email) {
		return Contact.of("Zoe", email, null, "en", "UTC", List.of("email"));
	}

	private static Contact withChannels(List<String> channels) {
		return Contact.of("Zoe", null, null, "en", "UTC", channels);
	}

	private static List<Violation> violations(Runnable action) {
		return catchThrowableOfType(InvalidContactException.class, action::run).violations();
	}

}
