package io.bookings.consumer.deadletter;

import java.util.UUID;

import io.bookings.consumer.queue.DeadLetterQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The number of a letter, with the token of the action that sent it.
 */
record LetterNumber(long id, UUID token) {

	/** The most that the attribute can have, in bytes. */
	static final int BYTES = 100;

	@Override
	public String toString() {
		return this.id + ":" + this.token;
	}

	/**
	 * Reads the number.
	 * @return {@code null} if there is none, or if it is not well-formed
	 */
	static @Nullable LetterNumber of(Message message) {
		MessageAttributeValue value = message.messageAttributes().get(DeadLetterQueue.LETTER);
		String text = (value != null) ? value.stringValue() : null;
		int colon = (text != null) ? text.indexOf(':') : -1;
		if (text == null || colon < 0) {
			return null;
		}
		try {
			return new LetterNumber(Long.parseLong(text.substring(0, colon)),
					UUID.fromString(text.substring(colon + 1)));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
