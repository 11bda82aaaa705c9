package io.bookings.events.check;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEventCodec;
import io.bookings.events.ContentHash;
import io.bookings.events.EventType;
import io.bookings.events.InvalidEventException;
import io.bookings.events.Rule;
import io.bookings.events.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The verdict of the consumers about the body of a message.
 *
 * @param eventType the name of the event's type; null if the body does not name one that
 * the consumers know
 * @param violations every rule that the body breaks; empty if it is valid
 * @param contentHash the {@link ContentHash} in hexadecimal; null if the body is not
 * valid
 */
public record EventCheck(@Nullable String eventType, List<Violation> violations, @Nullable String contentHash) {

	private static final List<EventType<?>> TYPES = List.of(BookingCreated.TYPE, BookingConfirmed.TYPE);

	private static final String TYPE_FIELD = "eventType";

	/**
	 * The names of all event types.
	 * @return the names, such as {@code BOOKING_CREATED}
	 */
	public static List<String> eventTypes() {
		return TYPES.stream().map(EventType::name).toList();
	}

	/**
	 * Checks a body as the queue of an event type does.
	 * @param body the bytes of the body; RFC 8259 demands UTF-8
	 * @param eventType the name of the expected type; null for the type that the body
	 * names. If the body names none, the verdict has the violations that are independent
	 * of the type.
	 * @return the verdict
	 * @throws IllegalArgumentException if there is no type of that name
	 */
	public static EventCheck of(byte[] body, @Nullable String eventType) {
		List<EventType<?>> types = (eventType != null) ? List.of(type(eventType)) : TYPES;
		String text = text(body);
		if (text == null) {
			return new EventCheck(eventType, List.of(new Violation("$", Rule.MALFORMED_JSON)), null);
		}
		List<EventCheck> checks = new ArrayList<>();
		for (EventType<?> type : types) {
			checks.add(of(text, type));
		}
		List<EventCheck> named = checks.stream().filter(EventCheck::namesItsType).toList();
		if (checks.size() == 1 || named.size() == 1) {
			return (named.size() == 1) ? named.getFirst() : checks.getFirst();
		}
		List<Violation> common = new ArrayList<>(checks.getFirst().violations());
		checks.forEach((check) -> common.retainAll(check.violations()));
		return new EventCheck(null, common, null);
	}

	/**
	 * Returns whether the consumers accept the body.
	 * @return whether it breaks no rule
	 */
	public boolean isValid() {
		return this.violations.isEmpty();
	}

	private boolean namesItsType() {
		return this.violations.stream()
			.noneMatch((violation) -> violation.path().equals(TYPE_FIELD) && violation.rule() != Rule.DUPLICATE_KEY);
	}

	private static EventCheck of(String body, EventType<?> type) {
		try {
			byte[] hash = ContentHash.of(BookingEventCodec.decode(body, type));
			return new EventCheck(type.name(), List.of(), HexFormat.of().formatHex(hash));
		}
		catch (InvalidEventException ex) {
			return new EventCheck(type.name(), ex.violations(), null);
		}
	}

	private static EventType<?> type(String name) {
		for (EventType<?> type : TYPES) {
			if (type.name().equals(name)) {
				return type;
			}
		}
		throw new IllegalArgumentException(
				"%s is not an event: use one of %s.".formatted(name, String.join(", ", eventTypes())));
	}

	private static @Nullable String text(byte[] body) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
		}
		catch (CharacterCodingException _) {
			return null;
		}
	}

}
