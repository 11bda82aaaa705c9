package io.bookings.consumer.queue;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Reads the system attributes that SQS adds to a message.
 */
public final class SystemAttributes {

	private SystemAttributes() {
	}

	/**
	 * Returns the value of an attribute. Unlike {@link Message#attributes()}, it does not
	 * copy all attributes.
	 * @param message the message as received
	 * @param name the name of the attribute
	 * @return the value, {@code null} if SQS has not added the attribute
	 */
	public static @Nullable String get(Message message, MessageSystemAttributeName name) {
		return message.attributesAsStrings().get(name.toString());
	}

	/**
	 * Returns how often the message was received, including this time.
	 * @param message the message as received
	 * @return the count, 1 if the attribute is missing
	 */
	public static int receiveCount(Message message) {
		String count = get(message, MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
		return (count != null) ? Integer.parseInt(count) : 1;
	}

	/**
	 * Returns the time since SQS accepted the message.
	 * @param message the message as received
	 * @param now the current time
	 * @return the duration, zero if the attribute is missing or in the future
	 */
	public static Duration dwell(Message message, Instant now) {
		String sent = get(message, MessageSystemAttributeName.SENT_TIMESTAMP);
		return (sent != null) ? since(Instant.ofEpochMilli(Long.parseLong(sent)), now) : Duration.ZERO;
	}

	/**
	 * Returns the time between two instants.
	 * @param then an instant, possibly of another clock
	 * @param now the current time
	 * @return the duration, never negative
	 */
	public static Duration since(Instant then, Instant now) {
		return then.isBefore(now) ? Duration.between(then, now) : Duration.ZERO;
	}

}
