package io.bookings.consumer.notification;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * How somebody wants to be told. Valid by construction.
 *
 * @param name what to call the person or the company, not blank, at most 200 characters,
 * no control characters
 * @param email e-mail address; needed by the channel {@code email}
 * @param phone number in E.164 form such as {@code +491701234567}
 * (<a href="https://www.itu.int/rec/T-REC-E.164">ITU-T E.164</a>); needed by the channel
 * {@code sms}
 * @param locale language and country of the texts
 * @param timeZone zone in which times are told
 * @param channels names of the channels to use, at least one, none twice
 */
public record Contact(String name, @Nullable String email, @Nullable String phone, Locale locale, ZoneId timeZone,
		List<String> channels) {

	/**
	 * Takes a copy of the channels.
	 */
	public Contact {
		channels = List.copyOf(channels);
	}

}
