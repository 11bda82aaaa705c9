package io.bookings.consumer;

import java.util.OptionalInt;
import java.util.concurrent.CompletionException;

import software.amazon.awssdk.services.sqs.model.Message;

/**
 * How often SQS delivers a message before it moves it to the dead-letter queue, by the
 * redrive policy of the queue.
 */
class ReceiveLimit {

	private final QueueInspector inspector;

	ReceiveLimit(QueueInspector inspector) {
		this.inspector = inspector;
	}

	/**
	 * Whether SQS would move the message instead of delivering it once more. Also
	 * {@code true} when SQS does not tell its redrive policy.
	 */
	boolean isLastReceive(Message message) {
		try {
			OptionalInt limit = this.inspector.maxReceiveCount().join();
			return limit.isPresent() && SystemAttributes.receiveCount(message) >= limit.getAsInt();
		}
		catch (CompletionException ex) {
			return true;
		}
	}

}
