package io.bookings.consumer.deadletter;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

import io.bookings.consumer.deadletter.LetterDetails.Attribute;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.MessageSize;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The attributes of messages: as JSON in the table, and as values of the SDK.
 */
final class LetterAttributes {

	private static final JsonMapper json = new JsonMapper();

	private static final TypeReference<TreeMap<String, Attribute>> TYPE = new TypeReference<>() {
	};

	private LetterAttributes() {
	}

	/**
	 * Returns the attributes without those of the failure, as JSON.
	 */
	static String write(Message message) {
		Map<String, Attribute> attributes = new TreeMap<>();
		DeadLetterQueue.withoutReason(message.messageAttributes())
			.forEach((name, value) -> attributes.put(name,
					new Attribute(value.dataType(),
							(value.stringValue() != null) ? Storable.of(value.stringValue()) : null,
							(value.binaryValue() != null)
									? Base64.getEncoder().encodeToString(value.binaryValue().asByteArray()) : null)));
		return json.writeValueAsString(attributes);
	}

	static Map<String, Attribute> read(String text) {
		return json.readValue(text, TYPE);
	}

	static Map<String, MessageAttributeValue> toMessage(String text) {
		Map<String, MessageAttributeValue> values = new TreeMap<>();
		read(text).forEach((name, attribute) -> {
			MessageAttributeValue.Builder value = MessageAttributeValue.builder().dataType(attribute.type());
			if (attribute.binary() != null) {
				value.binaryValue(SdkBytes.fromByteArray(Base64.getDecoder().decode(attribute.binary())));
			}
			else {
				value.stringValue(attribute.value());
			}
			values.put(name, value.build());
		});
		return values;
	}

	/**
	 * Adds the letter's number if there is room.
	 * @return whether there is
	 */
	static boolean addNumber(String body, Map<String, MessageAttributeValue> attributes, LetterNumber number) {
		Map<String, MessageAttributeValue> numbered = new TreeMap<>(attributes);
		numbered.put(DeadLetterQueue.LETTER, text(number.toString()));
		boolean fits = numbered.size() <= MessageSize.MAX_ATTRIBUTES
				&& MessageSize.of(body, numbered) <= MessageSize.MAX_BYTES;
		if (fits) {
			attributes.putAll(numbered);
		}
		return fits;
	}

	private static MessageAttributeValue text(String value) {
		return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
	}

	/**
	 * Whether the number of a letter would not fit into a message.
	 */
	static boolean isFull(Message message) {
		if (message.messageAttributes().size() >= MessageSize.MAX_ATTRIBUTES) {
			return true;
		}
		int others = MessageSize.of("", message.messageAttributes()) + LetterNumber.BYTES;
		// A character has at most three bytes.
		return message.body().length() * 3L + others > MessageSize.MAX_BYTES
				&& MessageSize.utf8(message.body()) + others > MessageSize.MAX_BYTES;
	}

}
