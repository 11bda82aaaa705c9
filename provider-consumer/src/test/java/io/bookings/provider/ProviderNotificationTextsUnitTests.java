package io.bookings.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.bookings.consumer.notification.BookingLink;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.events.BookingCreated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderNotificationTextsUnitTests {

	private static final BookingLink LINK = new BookingLink(
			"https://app.example/providers/{recipientId}/bookings/{bookingId}?source=mail&lang=%C3%A4");

	private static final String URL = "https://app.example/providers/p%26%22%3C1%3E/bookings/b%2F1%20%3F%C3%A9"
			+ "?source=mail&lang=%C3%A4";

	@ParameterizedTest
	@ValueSource(strings = { "en-GB", "de-DE" })
	void withoutALinkNoTextAsksToAcceptOrDecline(String locale) {
		NotificationTexts texts = new NotificationTexts(null);
		OutgoingNotification notification = notification("b-1", locale);
		assertThat(List.of(texts.subject(notification), texts.brief(notification), texts.text(notification),
				texts.html(notification)))
			.allSatisfy((text) -> assertThat(text).doesNotContainIgnoringCase("accept")
				.doesNotContainIgnoringCase("decline")
				.doesNotContainIgnoringCase("lehnen")
				.doesNotContain("http://", "https://", "<a "));
	}

	@ParameterizedTest
	@CsvSource({ "en-GB, Accept or decline", "de-DE, Annehmen oder ablehnen" })
	void withALinkTheHtmlHasAButtonAndTheTextALine(String locale, String action) {
		NotificationTexts texts = new NotificationTexts(LINK);
		OutgoingNotification notification = notification("b/1 ?é", locale);
		assertThat(texts.text(notification)).contains("\n" + action + ": " + URL + "\n");
		assertThat(texts.html(notification))
			.containsPattern("<a href=\"" + Pattern.quote(URL.replace("&", "&amp;")) + "\"[^>]*>" + action + "</a>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en-US", "en-GB", "de-DE", "fr-FR" })
	void aTextMessageAboutABookingWithAUuidIsOnePart(String locale) {
		assertThat(new NotificationTexts(LINK).brief(notification("a3bb189e-8bf9-3888-9912-ace4e6543002", locale)))
			.hasSizeLessThanOrEqualTo(160)
			.matches("[ -~äöüßÄÖÜ]+");
	}

	@Test
	void theLinkIsOnALineOfItsOwnAndWithoutItNoLineIsLeftEmpty() {
		OutgoingNotification notification = notification("b-1", "en-GB");
		String without = new NotificationTexts(null).text(notification);
		String with = new NotificationTexts(new BookingLink("https://app.example/{bookingId}")).text(notification);
		assertThat(without).doesNotContain("\n\n\n");
		assertThat(with).isEqualTo(without.replace("You have a new booking request.\n\n",
				"You have a new booking request.\n\nAccept or decline: https://app.example/b-1\n\n"));
	}

	private static OutgoingNotification notification(String bookingId, String locale) {
		Instant start = Instant.parse("2035-09-26T18:00:00Z");
		return new OutgoingNotification("17", bookingId, "email",
				new NotificationContent(BookingCreated.TYPE, "p&\"<1>", "booking-requested",
						new CalendarEntry(start, start.plus(Duration.ofHours(1)), CalendarEntry.Status.TENTATIVE,
								start),
						Map.of("slotId", "s-1", "userId", "u-1")),
				new Contact("Ada", "ada@example.com", null, Locale.forLanguageTag(locale),
						ZoneId.of("America/Los_Angeles"), List.of("email")),
				null);
	}

}
