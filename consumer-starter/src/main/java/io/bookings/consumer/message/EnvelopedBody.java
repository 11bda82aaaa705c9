package io.bookings.consumer.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A body that is an envelope: a JSON object that contains an event.
 */
final class EnvelopedBody {

	private static final Set<String> INNER = Set.of("detail", "data");

	private static final Set<String> NAMES = Set.of("eventType", "traceparent", "tracestate", "Type", "TopicArn",
			"Message", "MessageAttributes", "detail-type", "detail", "specversion", "type", "data", "data_base64",
			"datacontenttype");

	/** The content types that CloudEvents defines as JSON. */
	private static final Pattern JSON_TYPE = Pattern.compile("[\\w.!#$&^+-]+/([\\w.!#$&^-]+\\+)?json\\s*(;.*)?",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private final Envelope envelope;

	private final JsonFields fields;

	private EnvelopedBody(Envelope envelope, JsonFields fields) {
		this.envelope = envelope;
		this.fields = fields;
	}

	/**
	 * Detects an envelope.
	 * @return {@code null} if the body is not a known envelope
	 */
	static @Nullable EnvelopedBody of(String body) {
		JsonFields fields = JsonFields.read(body, NAMES, INNER);
		if (fields == null || fields.has("eventType")) {
			return null;
		}
		if (fields.text("Type") != null && (fields.has("Message") || fields.has("TopicArn"))) {
			return new EnvelopedBody(Envelope.SNS, fields);
		}
		if (fields.has("detail-type") && fields.has("detail")) {
			return new EnvelopedBody(Envelope.EVENTBRIDGE, fields);
		}
		return fields.has("specversion") ? new EnvelopedBody(Envelope.CLOUDEVENTS, fields) : null;
	}

	Envelope envelope() {
		return this.envelope;
	}

	/**
	 * Returns the event.
	 * @return the event's JSON, not validated
	 * @throws UnusableEnvelopeException if there is none
	 */
	String event() {
		require(!this.fields.isAmbiguous(), "must not have the same name twice in an object");
		return switch (this.envelope) {
			case SNS -> notification();
			case EVENTBRIDGE -> detail();
			case CLOUDEVENTS -> data();
			case NONE, AUTO -> throw new IllegalStateException("No envelope");
		};
	}

	private String notification() {
		String type = this.fields.text("Type");
		require(!"SubscriptionConfirmation".equals(type), "asks to confirm a subscription and contains no event: "
				+ "open the SubscribeURL of the dead letter, or subscribe the queue through the API of SNS");
		require(!"UnsubscribeConfirmation".equals(type),
				"reports the end of a subscription and contains no event: subscribe again, or delete the dead letter");
		require("Notification".equals(type), "must have the Type Notification");
		return required(this.fields.text("Message"), "must have a Message that is a string");
	}

	private String detail() {
		require(this.fields.text("detail-type") != null, "must have a detail-type that is a string");
		return required(this.fields.object("detail"), "must have a detail that is a JSON object");
	}

	private String data() {
		require("1.0".equals(this.fields.text("specversion")), "must have the specversion 1.0");
		String type = this.fields.text("type");
		require(type != null && !type.isBlank(), "must have a type");
		String contentType = this.fields.text("datacontenttype");
		require(!this.fields.has("datacontenttype")
				|| (contentType != null && JSON_TYPE.matcher(contentType).matches()),
				"must have a datacontenttype of JSON");
		require(this.fields.has("data") != this.fields.has("data_base64"), "must have either data or data_base64");
		return this.fields.has("data") ? required(this.fields.object("data"), "must have data that is a JSON object")
				: decoded(this.fields.text("data_base64"));
	}

	private String decoded(@Nullable String base64) {
		try {
			byte[] bytes = Base64.getDecoder().decode(required(base64, "must have data_base64 that is a string"));
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (IllegalArgumentException | CharacterCodingException _) {
			throw new UnusableEnvelopeException("must have data_base64 that is base64 of JSON in UTF-8");
		}
	}

	/**
	 * Returns the envelope's trace context: an attribute of the SNS message, or a field
	 * beside the event as in CloudEvents' extension for distributed tracing.
	 * @param name {@code traceparent} or {@code tracestate}
	 */
	@Nullable String trace(String name) {
		String attributes = this.fields.object("MessageAttributes");
		if (this.envelope != Envelope.SNS) {
			return this.fields.text(name);
		}
		return (attributes != null) ? attribute(attributes, name) : null;
	}

	private static @Nullable String attribute(String attributes, String name) {
		String attribute = object(attributes, name);
		JsonFields value = (attribute != null) ? JsonFields.read(attribute, Set.of("Value"), Set.of()) : null;
		return (value != null) ? value.text("Value") : null;
	}

	private static @Nullable String object(String json, String name) {
		return Objects.requireNonNull(JsonFields.read(json, Set.of(name), Set.of(name))).object(name);
	}

	private static void require(boolean fulfilled, String rule) {
		if (!fulfilled) {
			throw new UnusableEnvelopeException(rule);
		}
	}

	private static String required(@Nullable String value, String rule) {
		require(value != null, rule);
		return Objects.requireNonNull(value);
	}

	/**
	 * Thrown if the envelope contains no event. The message is the broken rule, without
	 * values.
	 */
	static final class UnusableEnvelopeException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private UnusableEnvelopeException(String rule) {
			super(rule);
		}

	}

}
