package io.bookings.consumer.notification;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bookings.consumer.notification.InvalidContactException.Violation;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a {@link Contact}. Collects the rules that a contact breaks.
 */
final class ContactRules {

	private static final int MAX_NAME_LENGTH = 200;

	/* RFC 5321, 4.5.3.1.3, less the angle brackets of a path. */
	private static final int MAX_EMAIL_LENGTH = 254;

	private static final int MAX_LANGUAGE_TAG_LENGTH = 35; // RFC 5646, 4.4.1

	private static final Pattern PHONE = Pattern.compile("\\+[1-9]\\d{6,14}");

	private static final Pattern CHANNEL = Pattern.compile("[a-z][a-z0-9-]{0,31}");

	/*
	 * Mailboxes without quotes. Quoted local parts, comments and address literals are
	 * valid in the RFC, but used by attackers more than by people.
	 */
	private static final Pattern PLAIN_MAILBOX = Pattern
		.compile("[\\w!#$%&'*+/=?^`{|}~.-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

	private static final Set<String> LANGUAGES = Stream
		.concat(Stream.of(Locale.getISOLanguages()), Locale.availableLocales().map(Locale::getLanguage))
		.collect(Collectors.toUnmodifiableSet());

	private static final Set<String> TIME_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

	private final List<Violation> broken = new ArrayList<>();

	/**
	 * Checks the values that are text.
	 * @return the channels with a valid name
	 */
	List<String> check(@Nullable String name, @Nullable String email, @Nullable String phone,
			@Nullable List<? extends @Nullable String> channels) {
		checkName(name);
		if (email != null) {
			require("email", isEmail(email), "must be a plain e-mail address of at most 254 ASCII characters");
		}
		if (phone != null) {
			require("phone", PHONE.matcher(phone).matches(), "must be a number in E.164 form, as in +491701234567");
		}
		List<String> names = checkChannels(channels);
		require("email", email != null || !names.contains("email"), "is required by the channel email");
		require("phone", phone != null || !names.contains("sms"), "is required by the channel sms");
		return names;
	}

	private void checkName(@Nullable String name) {
		if (name == null) {
			require("name", false, "is required");
			return;
		}
		require("name", !name.isBlank(), "must not be blank");
		require("name", !name.startsWith(ContactCipher.PREFIX), "must not begin with aes-gcm:");
		require("name", name.codePointCount(0, name.length()) <= MAX_NAME_LENGTH,
				"must not be longer than 200 characters");
		require("name", name.codePoints().noneMatch(ContactRules::isControl), "must not contain control characters");
	}

	private List<String> checkChannels(@Nullable List<? extends @Nullable String> channels) {
		if (channels == null || channels.isEmpty()) {
			require("channels", false, "must name at least one channel");
			return List.of();
		}
		List<String> names = channels.stream()
			.filter((channel) -> channel != null && CHANNEL.matcher(channel).matches())
			.<String>map(Objects::requireNonNull)
			.toList();
		require("channels", names.size() == channels.size(),
				"must be names of at most 32 lowercase letters, digits and hyphens");
		require("channels", new HashSet<>(channels).size() == channels.size(), "must not name a channel twice");
		return names;
	}

	/**
	 * Parses a BCP 47 language tag.
	 * @return the locale, or any locale if the tag is missing or invalid
	 */
	Locale parseLocale(@Nullable String tag) {
		if (tag == null) {
			require("locale", false, "is required");
			return Locale.ROOT;
		}
		try {
			require("locale", tag.length() <= MAX_LANGUAGE_TAG_LENGTH, "must not be longer than 35 characters");
			Locale locale = new Locale.Builder().setLanguageTag(tag).build();
			require("locale", LANGUAGES.contains(locale.getLanguage()) && !locale.getLanguage().isEmpty(),
					"must name a known language, as in de-DE");
			return locale;
		}
		catch (IllformedLocaleException ex) {
			require("locale", false, "must be a BCP 47 language tag, as in de-DE");
			return Locale.ROOT;
		}
	}

	/**
	 * Parses an IANA time zone id.
	 * @return the zone, or any zone if the id is missing or invalid
	 */
	ZoneId parseTimeZone(@Nullable String id) {
		if (id == null) {
			require("timeZone", false, "is required");
			return ZoneOffset.UTC;
		}
		boolean known = TIME_ZONES.contains(id);
		require("timeZone", known, "must be an IANA time zone id, as in Europe/Berlin");
		return known ? ZoneId.of(id) : ZoneOffset.UTC;
	}

	void throwIfAnyIsBroken() {
		if (!this.broken.isEmpty()) {
			throw new InvalidContactException(this.broken);
		}
	}

	private void require(String field, boolean fulfilled, String rule) {
		if (!fulfilled) {
			this.broken.add(new Violation(field, rule));
		}
	}

	private static boolean isEmail(String email) {
		if (email.length() > MAX_EMAIL_LENGTH || !PLAIN_MAILBOX.matcher(email).matches()) {
			return false;
		}
		try {
			// Checks further rules, such as those about dots.
			return new InternetAddress(email, true).getAddress().equals(email);
		}
		catch (AddressException ex) {
			return false;
		}
	}

	/*
	 * Line ends, unpaired surrogates, and other characters that mail headers and texts
	 * cannot show.
	 */
	private static boolean isControl(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
