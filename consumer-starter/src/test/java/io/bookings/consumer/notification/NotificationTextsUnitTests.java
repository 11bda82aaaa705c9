package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bookings.events.BookingCreated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class NotificationTextsUnitTests {

	private static final Instant START = Instant.parse("2035-02-19T18:00:00Z");

	/** Clocks in Berlin go back at 01:00Z: the hour from 02:00 to 03:00 comes twice. */
	private static final Instant FIRST_HALF_PAST_TWO = Instant.parse("2027-10-31T00:30:00Z");

	private static final Instant SECOND_HALF_PAST_TWO = Instant.parse("2027-10-31T01:30:00Z");

	/** The characters of GSM 03.38 that take one septet. */
	private static final String GSM_7 = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
			+ "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

	private final NotificationTexts texts = new NotificationTexts(null);

	@Test
	void aShortTextShowsWhatAnIdAndANameMayHold() {
		String text = this.texts.brief(notification("b\u202E1\u2028", "Ada\u202E", "en-GB", "Europe/London", START,
				START.plus(Duration.ofHours(1))));
		assertThat(text).contains("b\\u202E1\\u2028").doesNotContain("\u202E", "\u2028");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					en-US | America/Los_Angeles | Short b-1: Monday, February 19, 2035, 10:00 AM GMT-8 - 11:00 AM GMT-8
					en-GB | Europe/London       | Short b-1: Monday, 19 February 2035, 18:00 GMT - 19:00 GMT
					en-IN | Asia/Kolkata        | Short b-1: Monday, 19 February 2035, 11:30 pm GMT+5:30 - Tuesday, 20 February 2035, 12:30 am GMT+5:30
					de-DE | Europe/Berlin       | Kurz b-1: Montag, 19. Februar 2035, 19:00 GMT+1 - 20:00 GMT+1
					de-AT | Europe/Vienna       | Kurz b-1: Montag, 19. Februar 2035, 19:00 GMT+1 - 20:00 GMT+1
					""")
	void aTextMessageIsOnePartOfGsm7AndTellsTheDateOnceForASlotWithinADay(String locale, String zone, String expected) {
		String text = this.texts
			.brief(notification("b-1", "Ada", locale, zone, START, START.plus(Duration.ofHours(1))));
		assertThat(text).isEqualTo(expected).hasSizeLessThanOrEqualTo(160);
		assertThat(text.chars()).allMatch((character) -> GSM_7.indexOf(character) >= 0);
	}

	@Test
	void theDoubledHourOfAutumnIsUnambiguous() {
		OutgoingNotification notification = notification("b-1", "Ada", "de-DE", "Europe/Berlin", FIRST_HALF_PAST_TWO,
				SECOND_HALF_PAST_TWO);
		assertThat(this.texts.brief(notification))
			.isEqualTo("Kurz b-1: Sonntag, 31. Oktober 2027, 02:30 GMT+2 - 02:30 GMT+1");
		assertThat(this.texts.subject(notification)).isEqualTo("Buchung b-1 um Sonntag, 31. Oktober 2027, 02:30 GMT+2");
		assertThat(this.texts.text(notification)).contains("Sonntag, 31. Oktober 2027, 02:30 GMT+2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			fr-FR | Europe/Paris  | Short b-1: Monday, 19 February 2035, 19:00 GMT+1 - 20:00 GMT+1
			th-TH | Asia/Bangkok  | Short b-1: Tuesday, 20 February 2035, 01:00 GMT+7 - 02:00 GMT+7
			ar-EG | Africa/Cairo  | Short b-1: Monday, 19 February 2035, 20:00 GMT+2 - 21:00 GMT+2
			""")
	void aLocaleWithoutATranslationGetsTheDefaultLanguageAndItsDates(String locale, String zone, String expected) {
		OutgoingNotification notification = notification("b-1", "Ada", locale, zone, START,
				START.plus(Duration.ofHours(1)));
		assertThat(this.texts.brief(notification)).isEqualTo(expected);
		assertThat(this.texts.html(notification)).contains("lang=\"en-GB\"", "Hello Ada",
				expected.substring(11, expected.indexOf(" - ")));
	}

	@Test
	void aLanguageThatLacksAMessageIsRefused() {
		assertThatIllegalStateException().isThrownBy(() -> new NotificationTexts(null, "incomplete-language/messages"))
			.withMessage("incomplete-language/messages_de.properties must have the same keys as "
					+ "incomplete-language/messages.properties: it lacks [test.short] and adds [test.shrt]");
	}

	private static OutgoingNotification notification(String bookingId, String name, String locale, String zone,
			Instant start, Instant end) {
		return new OutgoingNotification("17", bookingId, "sms",
				new NotificationContent(BookingCreated.TYPE, "r-1", "test",
						new CalendarEntry(start, end, CalendarEntry.Status.TENTATIVE, START), Map.of()),
				new Contact(name, null, "+491701234567", Locale.forLanguageTag(locale), ZoneId.of(zone),
						List.of("sms")),
				null);
	}

}
