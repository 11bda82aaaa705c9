package io.bookings.consumer.message;

import java.util.Set;

import io.bookings.consumer.message.EnvelopedBody.UnusableEnvelopeException;
import io.bookings.events.Identifier;
import io.bookings.events.InvalidEventException;
import org.jspecify.annotations.Nullable;

/**
 * What a body says about its event, valid or not, in any envelope.
 *
 * @param eventType the type, if it can be read
 * @param bookingId the booking's id, if it can be read
 */
public record EventSummary(@Nullable String eventType, @Nullable String bookingId) {

	private static final String EVENT_TYPE = "eventType";

	private static final String BOOKING_ID = "bookingId";

	/**
	 * Reads a body.
	 * @param body the message's body
	 * @return what can be read
	 */
	public static EventSummary of(String body) {
		JsonFields fields = JsonFields.read(event(body), Set.of(EVENT_TYPE, BOOKING_ID), Set.of());
		return (fields != null)
				? new EventSummary(identifier(fields.text(EVENT_TYPE)), identifier(fields.text(BOOKING_ID)))
				: new EventSummary(null, null);
	}

	private static String event(String body) {
		EnvelopedBody enveloped = EnvelopedBody.of(body);
		try {
			return (enveloped != null) ? enveloped.event() : body;
		}
		catch (UnusableEnvelopeException ex) {
			return body;
		}
	}

	private static @Nullable String identifier(@Nullable String text) {
		try {
			return (text != null) ? new Identifier(text).value() : null;
		}
		catch (InvalidEventException ex) {
			return null;
		}
	}

}
