package io.bookings.consumer;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The queue for messages that can never be settled, each with the reason as message
 * attributes: {@code FailureReason}, {@code FailureDetail}, {@code OriginalMessageId},
 * {@code Consumer} and {@code FailedAt}.
 */
class DeadLetterQueue {

	/**
	 * Body and attributes together (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">quotas</a>).
	 */
	private static final int MAX_BYTES = 1_048_576;

	private static final int MAX_ATTRIBUTES = 10;

	private static final int MAX_DETAIL = 1024;

	private static final Logger logger = LoggerFactory.getLogger(DeadLetterQueue.class);

	private final SqsAsyncClient sqs;

	private final QueueInspector inspector;

	private final String consumer;

	private final AtomicBoolean absenceSaid = new AtomicBoolean();

	DeadLetterQueue(SqsAsyncClient sqs, QueueInspector inspector, String consumer) {
		this.sqs = sqs;
		this.inspector = inspector;
		this.consumer = consumer;
	}

	/**
	 * Sends a copy of the message. It never takes the message from its source queue.
	 * @return {@code true} once SQS has the copy, {@code false} when it has to stay where
	 * it is: there is no dead-letter queue, or no room for the reason beside its body. It
	 * fails when SQS refuses or does not answer.
	 */
	CompletableFuture<Boolean> send(Decision.DeadLetter dead) {
		return this.inspector.deadLetterQueueUrl().thenCompose((url) -> {
			if (url.isEmpty()) {
				sayAbsence();
				return CompletableFuture.completedFuture(false);
			}
			Map<String, MessageAttributeValue> attributes = attributes(dead);
			if (size(dead.message().body(), attributes) > MAX_BYTES) {
				logger.error("Message {} is too large to carry the reason of its failure: it is left to SQS",
						dead.message().messageId());
				return CompletableFuture.completedFuture(false);
			}
			return this.sqs
				.sendMessage((request) -> request.queueUrl(url.get())
					.messageBody(dead.message().body())
					.messageAttributes(attributes)
					.overrideConfiguration(SqsTimeouts::ofShortCall))
				.thenApply((response) -> true);
		});
	}

	private void sayAbsence() {
		if (this.absenceSaid.compareAndSet(false, true)) {
			logger.error("The queue has no dead-letter queue: messages that can never be processed stay in it and "
					+ "are received again and again until they expire. Give the queue a redrive policy, or set "
					+ "booking.consumer.dead-letter-queue-url");
		}
	}

	/**
	 * The reason first, then as many of the original attributes as there is room for.
	 */
	private Map<String, MessageAttributeValue> attributes(Decision.DeadLetter dead) {
		Message message = dead.message();
		Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
		attributes.put("FailureReason", text(dead.outcome().code()));
		attributes.put("FailureDetail", text(dead.detail()));
		attributes.put("OriginalMessageId", text(message.messageId()));
		attributes.put("Consumer", text(this.consumer));
		attributes.put("FailedAt", text(Instant.now().toString()));
		Map<String, MessageAttributeValue> original = new TreeMap<>(message.messageAttributes());
		original.keySet().removeAll(attributes.keySet()); // of an earlier failure
		int room = MAX_BYTES - size(message.body(), attributes) - MAX_DETAIL;
		int omitted = 0;
		for (Map.Entry<String, MessageAttributeValue> attribute : original.entrySet()) {
			int bytes = size(attribute.getKey(), attribute.getValue());
			if (attributes.size() < MAX_ATTRIBUTES && bytes <= room) {
				attributes.put(attribute.getKey(), attribute.getValue());
				room -= bytes;
			}
			else {
				omitted++;
			}
		}
		if (omitted > 0) {
			String note = " (%d of its attributes had no room)".formatted(omitted);
			attributes.put("FailureDetail", text(cut(dead.detail(), MAX_DETAIL - note.length()) + note));
		}
		return attributes;
	}

	/**
	 * SQS refuses an empty value.
	 */
	private static MessageAttributeValue text(String value) {
		String given = value.isBlank() ? "not told" : cut(value, MAX_DETAIL);
		return MessageAttributeValue.builder().dataType("String").stringValue(given).build();
	}

	/**
	 * Never between two surrogates: SQS refuses a message that holds only one of them.
	 */
	private static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	private static int size(String body, Map<String, MessageAttributeValue> attributes) {
		int size = utf8(body);
		for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
			size += size(attribute.getKey(), attribute.getValue());
		}
		return size;
	}

	private static int size(String name, MessageAttributeValue value) {
		int content = (value.binaryValue() != null) ? value.binaryValue().asByteArrayUnsafe().length
				: utf8(value.stringValue());
		return utf8(name) + utf8(value.dataType()) + content;
	}

	private static int utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8).length;
	}

}
