package io.bookings.consumer.inbox;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Copies messages for the dead-letter queue. In a copy, pseudonyms replace the ids of
 * people who were erased.
 */
public final class DeadLetterCopy {

	private final Function<Stream<String>, Function<String, String>> redactions;

	/**
	 * Creates the copies.
	 * @param redactions finds the ids of people who were erased in some texts, and
	 * returns a function that replaces them
	 */
	public DeadLetterCopy(Function<Stream<String>, Function<String, String>> redactions) {
		this.redactions = redactions;
	}

	/**
	 * Copies a message.
	 * @param message a message as received
	 * @return the same message if it contains no id of a person who was erased
	 * @throws org.springframework.dao.DataAccessException if the database does not answer
	 * and someone was erased before
	 */
	public Message of(Message message) {
		Map<String, MessageAttributeValue> attributes = message.messageAttributes();
		Function<String, String> redaction = this.redactions.apply(Stream.concat(Stream.of(message.body()),
				attributes.values().stream().map(MessageAttributeValue::stringValue).filter(DeadLetterCopy::isText)));
		String body = redaction.apply(message.body());
		Map<String, MessageAttributeValue> replaced = new HashMap<>(attributes);
		replaced.replaceAll((name, value) -> isText(value.stringValue())
				? value.toBuilder().stringValue(redaction.apply(value.stringValue())).build() : value);
		if (body.equals(message.body()) && replaced.equals(attributes)) {
			return message;
		}
		return message.toBuilder().body(body).messageAttributes(replaced).build();
	}

	private static boolean isText(@Nullable String value) {
		return value != null;
	}

}
