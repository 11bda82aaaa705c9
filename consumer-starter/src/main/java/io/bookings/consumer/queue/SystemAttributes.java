package io.bookings.consumer.queue;

import java.time.Duration;
import java.time.Instant;

import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * What SQS itself says about a message.
 */
public final class SystemAttributes {

	private SystemAttributes() {
	}

	/**
	 * How often the message was received so far, this time included; 1 where SQS does not
	 * say.
	 */
	public static int receiveCount(Message message) {
		String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
		return (count != null) ? Integer.parseInt(count) : 1;
	}

	/**
	 * How long ago SQS took the message; zero where SQS does not say, or has a clock that
	 * is ahead.
	 */
	public static Duration dwell(Message message, Instant now) {
		String sent = message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP);
		return (sent != null) ? since(Instant.ofEpochMilli(Long.parseLong(sent)), now) : Duration.ZERO;
	}

	/**
	 * The time since then, never negative, whatever the clocks say.
	 */
	public static Duration since(Instant then, Instant now) {
		return then.isBefore(now) ? Duration.between(then, now) : Duration.ZERO;
	}

}
