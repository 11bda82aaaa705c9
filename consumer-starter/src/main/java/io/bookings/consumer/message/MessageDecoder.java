package io.bookings.consumer.message;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.bookings.consumer.message.EnvelopedBody.UnusableEnvelopeException;
import io.bookings.events.BookingEvent;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.EventType;
import io.bookings.events.InvalidEventException;
import io.bookings.events.Rule;
import io.bookings.events.Violation;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event in a message's body, out of its envelope if it has one. The codec alone
 * judges the event; what it refuses is looked at once more, to say what it is.
 *
 * @param <E> the event that the service consumes
 */
public final class MessageDecoder<E extends BookingEvent> {

	/** Whose name is written like that, is an event of somebody and not a slip. */
	private static final Pattern EVENT_TYPE = Pattern.compile("(?=.{1,64}$)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

	private final EventType<E> eventType;

	private final BodyProperties properties;

	private final UnexpectedMessages unexpectedMessages;

	public MessageDecoder(EventType<E> eventType, BodyProperties properties, UnexpectedMessages unexpectedMessages) {
		this.eventType = eventType;
		this.properties = properties;
		this.unexpectedMessages = unexpectedMessages;
	}

	public Decoded<E> decode(@Nullable String body) {
		if (!this.properties.envelope().accepts(Envelope.NONE)) {
			EnvelopedBody enveloped = open(body);
			return (enveloped != null) ? decode(enveloped) : refuseBare(body);
		}
		try {
			return new Decoded.Event<>(BookingEventCodec.decode(body, this.eventType));
		}
		catch (InvalidEventException ex) {
			EnvelopedBody enveloped = open(body);
			return (enveloped != null) ? decode(enveloped) : otherOrRefused(String.valueOf(body), ex, "");
		}
	}

	private static @Nullable EnvelopedBody open(@Nullable String body) {
		return (body != null) ? EnvelopedBody.of(body) : null;
	}

	private Decoded<E> decode(EnvelopedBody enveloped) {
		Envelope envelope = enveloped.envelope();
		String event;
		try {
			event = enveloped.event();
		}
		catch (UnusableEnvelopeException ex) {
			return new Decoded.Refused<>("The body is %s, which %s".formatted(envelope.words(), ex.getMessage()));
		}
		if (!this.properties.envelope().accepts(envelope)) {
			return refuse(envelope);
		}
		try {
			return new Decoded.Event<>(BookingEventCodec.decode(event, this.eventType));
		}
		catch (InvalidEventException ex) {
			EnvelopedBody second = EnvelopedBody.of(event);
			return (second != null)
					? new Decoded.Refused<>("The body is %s that holds %s, and only one envelope is opened: %s"
						.formatted(envelope.words(), second.envelope().words(), envelope.alternative()))
					: otherOrRefused(event, ex, "In " + envelope.words() + ": ");
		}
	}

	private Decoded<E> otherOrRefused(String event, InvalidEventException refused, String where) {
		String other = otherType(event, refused);
		if (other != null && this.properties.otherEvents() == OtherEvents.IGNORE) {
			this.unexpectedMessages.ignored(other);
			return new Decoded.Other<>(other);
		}
		String violations = String.valueOf(refused.getMessage());
		String known = (other != null)
				? "The event is a " + other + ": send it to another queue, or set booking.consumer.other-events=ignore"
				: UnsupportedFormat.explain(event);
		return new Decoded.Refused<>(where + ((known != null) ? known + " (" + violations + ")" : violations));
	}

	/**
	 * The type of a well-formed event that is not ours, or {@code null}.
	 */
	private static @Nullable String otherType(String event, InvalidEventException refused) {
		boolean other = refused.violations().contains(new Violation("eventType", Rule.WRONG_EVENT_TYPE))
				&& refused.violations().stream().noneMatch(MessageDecoder::isOfDocument);
		JsonFields fields = other ? JsonFields.read(event, Set.of("eventType"), Set.of()) : null;
		String type = (fields != null) ? Objects.requireNonNull(fields.text("eventType")) : "";
		return EVENT_TYPE.matcher(type).matches() ? type : null;
	}

	/**
	 * Whether more is wrong than that fields of ours are missing or have other values.
	 */
	private static boolean isOfDocument(Violation violation) {
		return violation.path().equals("$") || violation.rule() == Rule.DUPLICATE_KEY;
	}

	private Decoded<E> refuseBare(@Nullable String body) {
		try {
			BookingEventCodec.decode(body, this.eventType);
			return refuse(Envelope.NONE);
		}
		catch (InvalidEventException ex) {
			String known = (body != null) ? UnsupportedFormat.explain(body) : null;
			return new Decoded.Refused<>("%s: booking.consumer.envelope is %s (%s)".formatted(
					(known != null) ? known : "The body is not " + this.properties.envelope().words(),
					this.properties.envelope(), ex.getMessage()));
		}
	}

	/**
	 * Valid or not, it did not come as the setting says.
	 */
	private Decoded<E> refuse(Envelope found) {
		Envelope setting = this.properties.envelope();
		String sentence = (setting == Envelope.NONE)
				? "The body is %s: set booking.consumer.envelope=%s, or %s".formatted(found.words(), found,
						found.alternative())
				: "The body is %s, but booking.consumer.envelope is %s: set it to %s or auto, or send %s"
					.formatted(found.words(), setting, found, setting.words());
		this.unexpectedMessages.unexpectedEnvelope(sentence);
		return new Decoded.Refused<>(sentence);
	}

}
