package io.bookings.consumer.notification;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How to notify a provider or a user. Always valid.
 *
 * @param name the name of the person or the company, not blank, at most 200 characters,
 * no control characters
 * @param email e-mail address without a display name
 * (<a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1">RFC 5322</a>), ASCII,
 * at most 254 characters; needed by the channel {@code email}
 * @param phone number in E.164 form such as {@code +491701234567}
 * (<a href="https://www.itu.int/rec/T-REC-E.164">ITU-T E.164</a>); needed by the channel
 * {@code sms}
 * @param locale language and country of the texts; in JSON a
 * <a href="https://www.rfc-editor.org/info/bcp47">BCP 47</a> tag such as {@code de-DE}
 * @param timeZone zone of the times in the texts; in JSON an id of the
 * <a href="https://www.iana.org/time-zones">IANA</a> database such as
 * {@code Europe/Berlin}
 * @param channels names of the channels to use, at least one, none twice, each of a
 * lowercase letter and at most 31 lowercase letters, digits and hyphens
 */
public record Contact(String name, @Nullable String email, @Nullable String phone, Locale locale, ZoneId timeZone,
		List<String> channels) {

	/**
	 * Validates the contact and copies the channels.
	 * @throws InvalidContactException if any value is missing or breaks a rule; lists all
	 * broken rules
	 */
	public Contact {
		ContactRules rules = new ContactRules();
		rules.check(name, email, phone, channels);
		rules.parseLocale((locale != null) ? locale.toLanguageTag() : null);
		rules.parseTimeZone((timeZone != null) ? timeZone.getId() : null);
		rules.throwIfAnyIsBroken();
		channels = List.copyOf(channels);
	}

	/**
	 * Creates a contact from the values of a JSON document or a table row, which may be
	 * missing or invalid.
	 * @param name the name
	 * @param email the e-mail address
	 * @param phone the phone number
	 * @param locale the language tag
	 * @param timeZone the zone's id
	 * @param channels the channels' names
	 * @return the contact
	 * @throws InvalidContactException if any value is missing or breaks a rule; lists all
	 * broken rules
	 */
	@JsonCreator
	public static Contact of(@JsonProperty("name") @Nullable String name, @JsonProperty("email") @Nullable String email,
			@JsonProperty("phone") @Nullable String phone, @JsonProperty("locale") @Nullable String locale,
			@JsonProperty("timeZone") @Nullable String timeZone,
			@JsonProperty("channels") @Nullable List<@Nullable String> channels) {
		ContactRules rules = new ContactRules();
		List<String> names = rules.check(name, email, phone, channels);
		Locale parsedLocale = rules.parseLocale(locale);
		ZoneId parsedTimeZone = rules.parseTimeZone(timeZone);
		rules.throwIfAnyIsBroken();
		return new Contact(String.valueOf(name), email, phone, parsedLocale, parsedTimeZone, names);
	}

	/**
	 * Omits name and addresses, so that it can be logged.
	 * @return locale, time zone and channels
	 */
	@Override
	public String toString() {
		return "Contact[locale=%s, timeZone=%s, channels=%s]".formatted(this.locale.toLanguageTag(), this.timeZone,
				this.channels);
	}

}
