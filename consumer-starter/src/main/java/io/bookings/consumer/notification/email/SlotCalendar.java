package io.bookings.consumer.notification.email;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.bookings.consumer.notification.CalendarEntry;
import io.bookings.consumer.notification.OutgoingNotification;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.parameter.Rsvp;
import net.fortuna.ical4j.model.property.Attendee;
import net.fortuna.ical4j.model.property.LastModified;
import net.fortuna.ical4j.model.property.Organizer;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Sequence;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableMethod;
import net.fortuna.ical4j.model.property.immutable.ImmutableStatus;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

import org.springframework.web.util.UriUtils;

/**
 * The booked slot as an iCalendar object
 * (<a href="https://www.rfc-editor.org/rfc/rfc5545">RFC 5545</a>). It is a request of the
 * sender to the recipient
 * (<a href="https://www.rfc-editor.org/rfc/rfc5546#section-3.2.2">RFC 5546, 3.2.2</a>):
 * calendars accept later updates of a request, but not of a published entry.
 */
final class SlotCalendar {

	/**
	 * The properties are always the same and a test validates them. Validation would be a
	 * sixteenth of the CPU time of a delivery.
	 */
	private static final boolean VALIDATE = false;

	private SlotCalendar() {
	}

	/**
	 * Creates the entry of a booking. All entries of a booking that have the same sender
	 * domain have the same UID, so that each replaces the previous one.
	 * @param notification the notification
	 * @param summary the title of the entry
	 * @param attendee the address of the recipient
	 * @param sender the sender's address, which is the organizer's
	 */
	static byte[] of(OutgoingNotification notification, CalendarEntry entry, String summary, String attendee,
			EmailProperties sender) throws IOException {
		VEvent event = new VEvent(entry.start(), entry.end(), summary);
		event.add(new Uid(uid(notification.bookingId()) + "@" + sender.domain()));
		event.add(sequence(entry.status()));
		event.add(status(entry.status()));
		event.add(new LastModified(entry.lastModified()));
		event.add(new Organizer(mailto(sender.address())));
		event.add(new Attendee(mailto(attendee)).add(Rsvp.FALSE));
		Calendar calendar = new Calendar();
		calendar.add(new ProdId("-//bookings.io//booking consumers//EN"));
		calendar.add(ImmutableVersion.VERSION_2_0);
		calendar.add(ImmutableCalScale.GREGORIAN);
		calendar.add(ImmutableMethod.REQUEST);
		calendar.add(event);
		// The library writes one character at a time. That is slow on an OutputStream.
		StringWriter text = new StringWriter();
		new CalendarOutputter(VALIDATE).output(calendar, text);
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A booking id may contain any character and is unique only among the bookings, while
	 * a UID is globally unique.
	 */
	private static UUID uid(String bookingId) {
		return UUID.nameUUIDFromBytes(bookingId.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * A calendar ignores an entry with a lower number than the one that it has.
	 */
	private static Sequence sequence(CalendarEntry.Status status) {
		return new Sequence(switch (status) {
			case TENTATIVE -> 0;
			case CONFIRMED -> 1;
		});
	}

	private static Status status(CalendarEntry.Status status) {
		return switch (status) {
			case TENTATIVE -> ImmutableStatus.VEVENT_TENTATIVE;
			case CONFIRMED -> ImmutableStatus.VEVENT_CONFIRMED;
		};
	}

	private static URI mailto(String address) {
		return URI.create("mailto:" + UriUtils.encodePath(address, StandardCharsets.UTF_8));
	}

}
