package io.bookings.consumer.inbox;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import io.bookings.consumer.person.ErasedPeople;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Copies messages for the dead-letter queue. In a copy, pseudonyms replace the ids of
 * people who were erased.
 */
public final class DeadLetterCopy {

	private final @Nullable ErasedPeople people;

	/**
	 * Creates the copies.
	 * @param people finds people who were erased, or {@code null} to copy everything
	 */
	public DeadLetterCopy(@Nullable ErasedPeople people) {
		this.people = people;
	}

	/**
	 * Copies a message.
	 * @param message a message as received
	 * @return the same message if it contains no id of a person who was erased
	 * @throws org.springframework.dao.DataAccessException if the database does not answer
	 * and someone was erased before
	 */
	public Message of(Message message) {
		if (this.people == null) {
			return message;
		}
		Map<String, MessageAttributeValue> attributes = message.messageAttributes();
		Function<String, String> replacement = this.people.replacement(Stream.concat(Stream.of(message.body()),
				attributes.values().stream().map(MessageAttributeValue::stringValue).filter(DeadLetterCopy::isText)));
		String body = replacement.apply(message.body());
		Map<String, MessageAttributeValue> replaced = new HashMap<>(attributes);
		replaced.replaceAll((name, value) -> isText(value.stringValue())
				? value.toBuilder().stringValue(replacement.apply(value.stringValue())).build() : value);
		if (body.equals(message.body()) && replaced.equals(attributes)) {
			return message;
		}
		return message.toBuilder().body(body).messageAttributes(replaced).build();
	}

	private static boolean isText(@Nullable String value) {
		return value != null;
	}

}
