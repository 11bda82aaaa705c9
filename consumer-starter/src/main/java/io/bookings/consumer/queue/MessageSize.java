package io.bookings.consumer.queue;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Sizes of messages as SQS counts them, in bytes (<a href=
 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">quotas</a>).
 */
public final class MessageSize {

	/** The maximum size of body and attributes together. */
	public static final int MAX_BYTES = 1_048_576;

	/** The maximum number of attributes. */
	public static final int MAX_ATTRIBUTES = 10;

	private MessageSize() {
	}

	/**
	 * Returns the size of a message.
	 * @param body its body
	 * @param attributes its attributes
	 * @return the number of bytes
	 */
	public static int of(String body, Map<String, MessageAttributeValue> attributes) {
		int size = utf8(body);
		for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
			size += of(attribute.getKey(), attribute.getValue());
		}
		return size;
	}

	static int of(String name, MessageAttributeValue value) {
		int content = (value.binaryValue() != null) ? value.binaryValue().asByteArrayUnsafe().length
				: utf8(value.stringValue());
		return utf8(name) + utf8(value.dataType()) + content;
	}

	/**
	 * Returns the number of bytes of a text in UTF-8.
	 * @param text the text
	 * @return the number of bytes
	 */
	public static int utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
