package io.bookings.consumer.notification;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bookings.events.BookingCreated;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NotificationTextsUnitTests {

	@Test
	void aShortTextShowsWhatAnIdAndANameMayHold() {
		Instant start = Instant.parse("2035-02-19T10:00:00Z");
		String text = new NotificationTexts().brief(new OutgoingNotification("b\u202E1\u2028", "sms",
				new NotificationContent(BookingCreated.TYPE, "r-1", "test",
						new CalendarEntry(start, start.plusSeconds(3600)), Map.of()),
				new Contact("Ada\u202E", null, "+491701234567", Locale.UK, ZoneId.of("Europe/London"),
						List.of("sms"))));
		assertThat(text).contains("b\\u202E1\\u2028").doesNotContain("\u202E", "\u2028");
	}

}
