package io.bookings.consumer.notification.email;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import biweekly.Biweekly;
import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.NotificationContent;
import io.bookings.consumer.notification.OutgoingNotification;
import io.bookings.events.BookingCreated;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.validate.ITIPValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads the entries with ical4j, which also checks them against RFC 5546, and with
 * biweekly.
 */
class SlotCalendarUnitTests {

	private static final Instant START = Instant.parse("2035-02-19T10:00:00Z");

	private static final Instant REQUESTED = Instant.parse("2035-01-02T03:04:05.678Z");

	private static final EmailProperties SENDER = new EmailProperties("Bookings <bookings@example.org>",
			new EmailProperties.Ses(null));

	@ParameterizedTest
	@ValueSource(strings = { "42", "b-1", " ", "a\r\nMETHOD:CANCEL", "\u2028\u202E", "b,;:\\\"", "ä@b@c",
			"\uD83D\uDE00",
			"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789" })
	void anyBookingIdHasAValidUidOfItsOwn(String bookingId) throws Exception {
		ICalendar calendar = read(bookingId, CalendarEntry.Status.TENTATIVE);
		assertThat(event(calendar).getUid().getValue()).matches("[0-9a-f-]{36}@example\\.org");
		assertThat(event(calendar).getUid()).isNotEqualTo(event(read(bookingId + "x")).getUid());
		assertThat(event(calendar).getSummary().getValue()).isEqualTo("Booking, " + bookingId.replace("\r", ""));
	}

	@Test
	void aConfirmationReplacesTheRequest() throws Exception {
		VEvent request = event(read("42", CalendarEntry.Status.TENTATIVE));
		VEvent confirmation = event(read("42", CalendarEntry.Status.CONFIRMED));
		assertThat(confirmation.getUid()).isEqualTo(request.getUid());
		assertThat(request.getSequence().getValue()).isZero();
		assertThat(confirmation.getSequence().getValue()).isEqualTo(1);
		assertThat(request.getStatus().isTentative()).isTrue();
		assertThat(confirmation.getStatus().isConfirmed()).isTrue();
	}

	@Test
	void theSenderRequestsAndTheRecipientNeedNotReply() throws Exception {
		Instant before = Instant.now().minusSeconds(1);
		ICalendar calendar = read("42");
		assertThat(calendar.getMethod().isRequest()).isTrue();
		VEvent event = event(calendar);
		assertThat(event.getOrganizer().getEmail()).isEqualTo("bookings@example.org");
		assertThat(event.getAttendees()).singleElement().satisfies((attendee) -> {
			assertThat(attendee.getEmail()).as("as in the URI").isEqualTo("o'neil+x%25y@example.com");
			assertThat(attendee.getRsvp()).isFalse();
		});
		assertThat(event.getDateStart().getValue()).isEqualTo(Date.from(START));
		assertThat(event.getDateEnd().getValue()).isEqualTo(Date.from(START.plus(Duration.ofHours(1))));
		assertThat(event.getLastModified().getValue()).isEqualTo("2035-01-02T03:04:05Z");
		assertThat(event.getDateTimeStamp().getValue()).isBetween(Date.from(before), Date.from(Instant.now()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "UID", "ORGANIZER", "DTSTAMP", "DTSTART" })
	void theValidatorsFindAMissingProperty(String property) throws Exception {
		String text = write("42", CalendarEntry.Status.TENTATIVE)
			.replaceAll("(?m)^" + property + "[:;].*\\r\\n( .*\\r\\n)*", "");
		assertThat(parse(text)).matches(
				(calendar) -> new ITIPValidator().validate(calendar).hasErrors() || calendar.validate().hasErrors());
	}

	private static ICalendar read(String bookingId) throws Exception {
		return read(bookingId, CalendarEntry.Status.TENTATIVE);
	}

	private static ICalendar read(String bookingId, CalendarEntry.Status status) throws Exception {
		String text = write(bookingId, status);
		Calendar first = parse(text);
		assertThat(first.validate().getEntries()).isEmpty();
		assertThat(new ITIPValidator().validate(first).getEntries()).isEmpty();
		ICalendar second = Biweekly.parse(text).first();
		assertThat(second.validate(ICalVersion.V2_0).getWarnings()).isEmpty();
		return second;
	}

	private static VEvent event(ICalendar calendar) {
		return calendar.getEvents().getFirst();
	}

	private static Calendar parse(String text) throws IOException, ParserException {
		return new CalendarBuilder().build(new StringReader(text));
	}

	private static String write(String bookingId, CalendarEntry.Status status) throws IOException {
		CalendarEntry entry = new CalendarEntry(START, START.plus(Duration.ofHours(1)), status, REQUESTED);
		OutgoingNotification notification = new OutgoingNotification("17", bookingId, "email",
				new NotificationContent(BookingCreated.TYPE, "r-1", "test", entry, Map.of()), new Contact("Ada",
						"o'neil+x%y@example.com", null, Locale.UK, ZoneId.of("Europe/London"), List.of("email")),
				null);
		return new String(
				SlotCalendar.of(notification, entry, "Booking, " + bookingId, "o'neil+x%y@example.com", SENDER),
				StandardCharsets.UTF_8);
	}

}
