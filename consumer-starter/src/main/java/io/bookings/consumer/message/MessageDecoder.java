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
 * Decodes the event in a message's body, with or without an envelope. Only the codec
 * decides whether an event is valid. A body that it rejects is examined again to explain
 * the reason.
 *
 * @param <E> the event that the service consumes
 */
public final class MessageDecoder<E extends BookingEvent> {

	/** A type that is written like this is taken as another event, not as a mistake. */
	private static final Pattern EVENT_TYPE = Pattern.compile("(?=.{1,64}$)[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

	private final EventType<E> eventType;

	private final BodyProperties properties;

	private final UnexpectedMessages unexpectedMessages;

	/**
	 * Creates a decoder.
	 * @param eventType the type of the events that the service consumes
	 * @param properties the settings for envelopes and other events
	 * @param unexpectedMessages remembers ignored events and unexpected envelopes
	 */
	public MessageDecoder(EventType<E> eventType, BodyProperties properties, UnexpectedMessages unexpectedMessages) {
		this.eventType = eventType;
		this.properties = properties;
		this.unexpectedMessages = unexpectedMessages;
	}

	/**
	 * Decodes a body.
	 * @param body the message's body
	 * @return the event, or the reason why there is none
	 */
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
		return new Decoded.Refused<>(where + ((known != null) ? known + " (" + violations + ")" : violations),
				refused.violations());
	}

	/**
	 * Returns the type of a well-formed event of another type, or {@code null}.
	 */
	private static @Nullable String otherType(String event, InvalidEventException refused) {
		boolean other = refused.violations().contains(new Violation("eventType", Rule.WRONG_EVENT_TYPE))
				&& refused.violations().stream().noneMatch(MessageDecoder::isOfDocument);
		JsonFields fields = other ? JsonFields.read(event, Set.of("eventType"), Set.of()) : null;
		String type = (fields != null) ? Objects.requireNonNull(fields.text("eventType")) : "";
		return EVENT_TYPE.matcher(type).matches() ? type : null;
	}

	/**
	 * Whether the violation concerns the whole document and not single fields.
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
					this.properties.envelope(), ex.getMessage()), ex.violations());
		}
	}

	/**
	 * Rejects a body whose envelope differs from the setting, valid or not.
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
