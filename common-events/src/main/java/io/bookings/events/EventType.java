package io.bookings.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Describes one type of event. {@link BookingEventCodec} reads and writes events by this
 * description, and {@link ContentHash} hashes them by it.
 * <p>
 * An event declares its fields and its type as constants, and its constructor checks the
 * values by the same fields: <pre class="code">
 * public record BookingConfirmed(String bookingId, ...) implements BookingEvent {
 *
 *     private static final EventField&lt;BookingConfirmed, String&gt; BOOKING_ID = EventField.id("bookingId",
 *             BookingConfirmed::bookingId);
 *
 *     public static final EventType&lt;BookingConfirmed&gt; TYPE = EventType.of("BOOKING_CONFIRMED",
 *             BookingConfirmed.class, BookingConfirmed::read, List.of(BOOKING_ID, ...));
 *
 *     public BookingConfirmed {
 *         new Violations().check(BOOKING_ID, bookingId)...throwIfAny();
 *     }
 *
 *     private static BookingConfirmed read(EventDocument document) {
 *         return new BookingConfirmed(document.get(BOOKING_ID), ...);
 *     }
 *
 * }
 * </pre>
 *
 * @param <E> the class of the events
 */
public final class EventType<E extends BookingEvent> {

	/**
	 * The instant of publication, which every event has. It is not part of an event's
	 * content.
	 */
	public static final EventField<BookingEvent, Instant> TIMESTAMP = EventField.instant("timestamp",
			BookingEvent::timestamp);

	static final String NAME_FIELD = "eventType";

	private final String name;

	private final Class<E> eventClass;

	private final Function<EventDocument, E> constructor;

	private final List<EventField<E, ?>> content;

	private final List<String> fieldNames;

	private EventType(String name, Class<E> eventClass, Function<EventDocument, E> constructor,
			List<EventField<E, ?>> content) {
		this.name = name;
		this.eventClass = eventClass;
		this.constructor = constructor;
		this.content = content;
		List<String> names = new ArrayList<>();
		content.forEach((field) -> names.add(field.name()));
		names.add(NAME_FIELD);
		names.add(TIMESTAMP.name());
		if (new HashSet<>(names).size() < names.size()) {
			throw new IllegalArgumentException("Two fields of " + name + " have the same name: " + names);
		}
		this.fieldNames = List.copyOf(names);
	}

	/**
	 * Describes a type of event.
	 * @param <E> the class of the events
	 * @param name the type's name, as the JSON field {@code eventType} contains it
	 * @param eventClass the class of the events
	 * @param constructor creates an event from the values of its fields, which may be
	 * null; throws {@link InvalidEventException} if a value is missing or breaks a rule
	 * @param content the fields in the order in which they are written and hashed,
	 * without {@code eventType} and {@code timestamp}; once events are stored, a change
	 * of this list changes their {@link ContentHash}
	 * @return the event type
	 * @throws IllegalArgumentException if two fields have the same name
	 */
	public static <E extends BookingEvent> EventType<E> of(String name, Class<E> eventClass,
			Function<EventDocument, E> constructor, List<EventField<E, ?>> content) {
		return new EventType<>(name, eventClass, constructor, List.copyOf(content));
	}

	/**
	 * The type's name, as the JSON field {@code eventType} contains it.
	 * @return the name, such as {@code BOOKING_CREATED}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Returns the type's name.
	 */
	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * The content of an event as texts, without {@code eventType} and {@code timestamp}.
	 * @param event an event of this type
	 * @return the values by the names of their fields, in the order of the contract
	 * @throws ClassCastException if the event has another type
	 */
	public Map<String, String> content(BookingEvent event) {
		Map<String, String> content = new LinkedHashMap<>();
		forEachContentField(event, content::put);
		return content;
	}

	Class<E> eventClass() {
		return this.eventClass;
	}

	/**
	 * The JSON names of all fields, including {@code eventType} and {@code timestamp}.
	 */
	List<String> fieldNames() {
		return this.fieldNames;
	}

	E create(EventDocument document) {
		return this.constructor.apply(document);
	}

	/**
	 * Calls the consumer with the name and the text of each content field, in order.
	 */
	void forEachContentField(BookingEvent event, BiConsumer<String, String> consumer) {
		E typed = this.eventClass.cast(event);
		for (EventField<E, ?> field : this.content) {
			consumer.accept(field.name(), field.format(typed));
		}
	}

}
