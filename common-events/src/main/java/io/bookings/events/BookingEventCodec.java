package io.bookings.events;

import java.io.StringWriter;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Reads and writes events as the JSON documents that travel in a message's body. All
 * methods may be called by any number of threads at once.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259: JSON</a>
 * @see <a href=
 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">Amazon
 * SQS message quotas</a>
 */
public final class BookingEventCodec {

	private static final JsonFactory JSON = JsonFactory.builder()
		.disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
		.build();

	private static final List<String> CREATED_FIELDS = List.of("bookingId", "userId", "providerId", "slotId",
			"slotStart", "slotEnd", "eventType", "timestamp");

	private static final List<String> CONFIRMED_FIELDS = List.of("bookingId", "providerId", "acceptedAt", "eventType",
			"timestamp");

	private BookingEventCodec() {
	}

	/**
	 * Reads an event. Fields that the contract does not know are passed over, since
	 * publishers evolve; but a name may occur only once in an object, at any depth. A
	 * body may have up to 1 MiB (1,048,576 bytes) in UTF-8, which is all that a message
	 * of Amazon SQS can hold, and nest objects and arrays up to 500 levels deep.
	 * @param <E> the type of the event
	 * @param body the JSON document; null counts as empty
	 * @param type the class of the event that is expected
	 * @return the event, which is valid
	 * @throws InvalidEventException if the body is not a valid event of that type; lists
	 * everything that is wrong with it
	 * @throws IllegalArgumentException if the type is not the class of one event
	 */
	public static <E extends BookingEvent> E decode(@Nullable String body, Class<E> type) {
		if (type == BookingCreated.class) {
			return type.cast(decode(body, CREATED_FIELDS, BookingCreated.EVENT_TYPE, BookingEventCodec::created));
		}
		if (type == BookingConfirmed.class) {
			return type.cast(decode(body, CONFIRMED_FIELDS, BookingConfirmed.EVENT_TYPE, BookingEventCodec::confirmed));
		}
		throw new IllegalArgumentException("Not the class of one event: " + type.getName());
	}

	/**
	 * Writes an event, with the fields in the order that the contract has them and
	 * instants in UTC.
	 * @param event the event
	 * @return a JSON document from which {@link #decode} reads an equal event
	 */
	public static String encode(BookingEvent event) {
		StringWriter body = new StringWriter(256);
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
			json.writeStartObject();
			json.writeStringProperty("bookingId", event.bookingId());
			switch (event) {
				case BookingCreated created -> {
					json.writeStringProperty("userId", created.userId());
					json.writeStringProperty("providerId", created.providerId());
					json.writeStringProperty("slotId", created.slotId());
					json.writeStringProperty("slotStart", created.slotStart().toString());
					json.writeStringProperty("slotEnd", created.slotEnd().toString());
				}
				case BookingConfirmed confirmed -> {
					json.writeStringProperty("providerId", confirmed.providerId());
					json.writeStringProperty("acceptedAt", confirmed.acceptedAt().toString());
				}
			}
			json.writeStringProperty("eventType", event.eventType());
			json.writeStringProperty("timestamp", event.timestamp().toString());
			json.writeEndObject();
		}
		return body.toString();
	}

	private static <E extends BookingEvent> E decode(@Nullable String body, List<String> fields, String eventType,
			Function<EventDocument, E> constructor) {
		if (body == null) {
			throw new InvalidEventException(Rule.EMPTY);
		}
		EventDocument document = EventReader.read(body, fields);
		document.checkEventType(eventType);
		E event;
		try {
			event = constructor.apply(document);
		}
		catch (InvalidEventException refused) {
			throw document.violations().and(refused);
		}
		document.violations().throwIfAny();
		return event;
	}

	/* What is missing is passed as null, which the constructor refuses. */
	@SuppressWarnings("NullAway")
	private static BookingCreated created(EventDocument document) {
		return new BookingCreated(document.text("bookingId"), document.text("userId"), document.text("providerId"),
				document.text("slotId"), document.instant("slotStart"), document.instant("slotEnd"),
				document.instant("timestamp"));
	}

	@SuppressWarnings("NullAway")
	private static BookingConfirmed confirmed(EventDocument document) {
		return new BookingConfirmed(document.text("bookingId"), document.text("providerId"),
				document.instant("acceptedAt"), document.instant("timestamp"));
	}

}
