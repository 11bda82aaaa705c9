package io.bookings.consumer.notification.email;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.bookings.consumer.notification.CalendarEntry;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

import org.springframework.web.util.UriUtils;

/**
 * The booked slot as an iCalendar object
 * (<a href="https://www.rfc-editor.org/rfc/rfc5545">RFC 5545</a>). Its UID is the
 * booking's id, so that a repeat updates the entry instead of adding another one.
 */
final class SlotCalendar {

	private SlotCalendar() {
	}

	/**
	 * Creates the calendar.
	 * @param notification the notification
	 * @param summary the title of the entry
	 * @param organizer the address of the publisher, which the method PUBLISH requires
	 * (<a href="https://www.rfc-editor.org/rfc/rfc5546#section-3.2.1">RFC 5546,
	 * 3.2.1</a>)
	 */
	static byte[] of(String bookingId, CalendarEntry entry, String summary, String organizer) throws IOException {
		VEvent event = new VEvent(entry.start(), entry.end(), summary);
		event.add(new Uid(bookingId));
		event.add(new Organizer(URI.create("mailto:" + UriUtils.encodePath(organizer, StandardCharsets.UTF_8))));
		Calendar calendar = new Calendar();
		calendar.add(new ProdId("-//bookings.io//booking consumers//EN"));
		calendar.add(ImmutableVersion.VERSION_2_0);
		calendar.add(ImmutableCalScale.GREGORIAN);
		calendar.add(ImmutableMethod.PUBLISH);
		calendar.add(event);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new CalendarOutputter().output(calendar, bytes);
		return bytes.toByteArray();
	}

}
