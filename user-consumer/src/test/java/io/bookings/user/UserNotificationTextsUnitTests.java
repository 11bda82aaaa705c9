package io.bookings.user;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bookings.consumer.notification.BookingLink;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.NotificationTexts;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.events.BookingConfirmed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UserNotificationTextsUnitTests {

	private final NotificationTexts texts = new NotificationTexts(
			new BookingLink("https://app.example/bookings/{bookingId}"));

	@ParameterizedTest
	@CsvSource({ "en-GB, Show the booking", "de-DE, Buchung anzeigen" })
	void withALinkTheHtmlHasAButtonAndTheTextALine(String locale, String action) {
		OutgoingNotification notification = notification("b 1", locale);
		assertThat(this.texts.text(notification)).contains("\n" + action + ": https://app.example/bookings/b%201\n");
		assertThat(this.texts.html(notification))
			.containsPattern("<a href=\"https://app.example/bookings/b%201\"[^>]*>" + action + "</a>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en-GB", "de-DE" })
	void withoutALinkThereIsNone(String locale) {
		NotificationTexts withoutLink = new NotificationTexts(null);
		OutgoingNotification notification = notification("b-1", locale);
		assertThat(withoutLink.text(notification)).doesNotContain("http", "\n\n\n");
		assertThat(withoutLink.html(notification)).doesNotContain("<a ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en-US", "en-GB", "de-DE", "fr-FR" })
	void aTextMessageAboutABookingWithAUuidIsOnePart(String locale) {
		assertThat(this.texts.brief(notification("a3bb189e-8bf9-3888-9912-ace4e6543002", locale)))
			.hasSizeLessThanOrEqualTo(160)
			.matches("[ -~äöüßÄÖÜ]+");
	}

	private static OutgoingNotification notification(String bookingId, String locale) {
		Instant start = Instant.parse("2035-09-26T18:00:00Z");
		return new OutgoingNotification("17", bookingId, "email",
				new NotificationContent(BookingConfirmed.TYPE, "u-1", "booking-confirmed",
						new CalendarEntry(start, start.plus(Duration.ofHours(1)), CalendarEntry.Status.CONFIRMED,
								start),
						Map.of("providerId", "p-1")),
				new Contact("Ada", "ada@example.com", null, Locale.forLanguageTag(locale),
						ZoneId.of("America/Los_Angeles"), List.of("email")),
				null);
	}

}
