package io.bookings.consumer.notification.email;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import io.bookings.consumer.notification.OutgoingNotification;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/**
 * The booked slot as an iCalendar object
 * (<a href="https://www.rfc-editor.org/rfc/rfc5545">RFC 5545</a>). Its UID is the
 * booking's, so that a repeat updates the entry instead of adding one.
 */
final class SlotCalendar {

	private SlotCalendar() {
	}

	static byte[] of(OutgoingNotification notification, String summary) throws IOException {
		VEvent event = new VEvent(notification.notice().slotStart(), notification.notice().slotEnd(), summary);
		event.add(new Uid(notification.bookingId()));
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
