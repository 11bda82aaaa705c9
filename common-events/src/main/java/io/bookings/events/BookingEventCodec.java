package io.bookings.events;

import java.io.StringWriter;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Reads and writes the JSON documents in message bodies. All methods are thread-safe.
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

	private BookingEventCodec() {
	}

	/**
	 * Reads an event. Unknown fields are ignored, because publishers evolve, but an
	 * object must not contain the same name twice, at any depth. A body may have up to 1
	 * MiB (1,048,576 bytes) in UTF-8, the most that a message of Amazon SQS can have, and
	 * may nest objects and arrays up to 500 levels deep.
	 * @param <E> the class of the event
	 * @param body the JSON document; null counts as empty
	 * @param type the type of the expected event
	 * @return the event, which is valid
	 * @throws InvalidEventException if the body is not a valid event of that type; lists
	 * all violations
	 */
	public static <E extends BookingEvent> E decode(@Nullable String body, EventType<E> type) {
		if (body == null) {
			throw new InvalidEventException(Rule.EMPTY);
		}
		EventDocument document = EventReader.read(body, type.fieldNames());
		document.checkEventType(type.name());
		E event;
		try {
			event = type.create(document);
		}
		catch (InvalidEventException ex) {
			throw document.violations().and(ex);
		}
		document.violations().throwIfAny();
		return event;
	}

	/**
	 * Writes an event, with the fields in the order of the contract and instants in UTC.
	 * @param event the event
	 * @return a JSON document from which {@link #decode} reads an equal event
	 */
	public static String encode(BookingEvent event) {
		StringWriter body = new StringWriter(256);
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), body)) {
			EventType<?> type = event.eventType();
			json.writeStartObject();
			type.forEachContentField(event, json::writeStringProperty);
			json.writeStringProperty(EventType.NAME_FIELD, type.name());
			json.writeStringProperty(EventType.TIMESTAMP.name(), EventType.TIMESTAMP.format(event));
			json.writeEndObject();
		}
		return body.toString();
	}

}
