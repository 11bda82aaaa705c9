package io.bookings.consumer.queue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.bookings.consumer.log.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * Sends messages that can never be processed to the dead-letter queue. Each carries the
 * reason as message attributes: {@code FailureReason}, {@code FailureDetail},
 * {@code OriginalMessageId}, {@code Consumer} and {@code FailedAt}.
 */
public class DeadLetterQueue {

	/**
	 * The maximum size of body and attributes together (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html">quotas</a>).
	 */
	private static final int MAX_BYTES = 1_048_576;

	private static final int MAX_ATTRIBUTES = 10;

	private static final int MAX_DETAIL = 1024;

	private static final String REASON = "FailureReason";

	private static final String DETAIL = "FailureDetail";

	/** The most important first. */
	private static final List<String> REASONS = List.of(REASON, DETAIL, "OriginalMessageId", "Consumer", "FailedAt");

	private static final Logger logger = LoggerFactory.getLogger(DeadLetterQueue.class);

	private final SqsAsyncClient sqs;

	private final QueueInspector inspector;

	private final String consumer;

	private final AtomicBoolean absenceSaid = new AtomicBoolean();

	/**
	 * Creates the access to the dead-letter queue.
	 * @param sqs the client
	 * @param inspector finds the URL of the dead-letter queue
	 * @param consumer the value of the attribute {@code Consumer}: the service's name
	 */
	public DeadLetterQueue(SqsAsyncClient sqs, QueueInspector inspector, String consumer) {
		this.sqs = sqs;
		this.inspector = inspector;
		this.consumer = consumer;
	}

	/**
	 * Sends a copy of the message. Does not delete the message from its source queue.
	 * <p>
	 * The body has priority over the reason. If the body leaves too little room, or the
	 * queue's maximum message size is lower than that of SQS, the copy carries a part of
	 * the reason or none.
	 * @param dead the message and the reason
	 * @return {@code true} when SQS has accepted the copy, {@code false} when there is no
	 * dead-letter queue; fails when SQS rejects the copy or does not answer
	 */
	public CompletableFuture<Boolean> send(DeadLetter dead) {
		return this.inspector.deadLetterQueueUrl().thenCompose((url) -> {
			if (url.isEmpty()) {
				sayAbsence();
				return CompletableFuture.completedFuture(false);
			}
			Map<String, MessageAttributeValue> attributes = attributes(dead);
			return send(url.get(), dead, attributes)
				.exceptionallyCompose((failure) -> orLess(failure, url.get(), dead, Set.of(REASON)))
				.exceptionallyCompose((failure) -> orLess(failure, url.get(), dead, Set.of()));
		});
	}

	/**
	 * Sends the copy with fewer attributes if the queue rejected it as too large.
	 */
	private CompletableFuture<Boolean> orLess(Throwable failure, String url, DeadLetter dead, Set<String> names) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof SqsException refused && refused.statusCode() == 400 && refused.awsErrorDetails() != null
				&& String.valueOf(refused.awsErrorDetails().errorCode()).startsWith("InvalidParameterValue")) {
			Map<String, MessageAttributeValue> attributes = attributes(dead);
			attributes.keySet().retainAll(names);
			return send(url, dead, attributes);
		}
		return CompletableFuture.failedFuture(failure);
	}

	private CompletableFuture<Boolean> send(String url, DeadLetter dead,
			Map<String, MessageAttributeValue> attributes) {
		return this.sqs
			.sendMessage((request) -> request.queueUrl(url)
				.messageBody(dead.message().body())
				.messageAttributes(attributes)
				.overrideConfiguration(SqsTimeouts::ofShortCall))
			.thenApply((response) -> {
				if (!attributes.keySet().containsAll(REASONS)) {
					logger.warn("The dead letter of message {} does not contain the whole reason: find it in "
							+ "the line of the message in this log", dead.message().messageId());
				}
				return true;
			});
	}

	private void sayAbsence() {
		if (this.absenceSaid.compareAndSet(false, true)) {
			logger.error("The queue has no dead-letter queue: messages that can never be processed stay in it "
					+ "and are received until they expire. Give the queue a redrive policy, or set "
					+ "booking.consumer.dead-letter-queue-url");
		}
	}

	/**
	 * Returns the attributes of the reason, and as many of the original ones as fit.
	 */
	private Map<String, MessageAttributeValue> attributes(DeadLetter dead) {
		Message message = dead.message();
		Map<String, MessageAttributeValue> attributes = reason(dead, MAX_BYTES - utf8(message.body()));
		if (attributes.size() < REASONS.size()) {
			return attributes;
		}
		Map<String, MessageAttributeValue> original = new TreeMap<>(message.messageAttributes());
		original.keySet().removeAll(REASONS); // of an earlier failure
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
		String note = " (%d of its attributes did not fit)".formatted(omitted);
		if (omitted > 0 && room + MAX_DETAIL >= note.length()) {
			attributes.put(DETAIL, text(cut(Printable.of(dead.detail()), MAX_DETAIL - note.length()) + note));
		}
		return attributes;
	}

	/**
	 * Returns the attributes of the reason that fit, the most important first. Only the
	 * detail may be cut.
	 */
	private Map<String, MessageAttributeValue> reason(DeadLetter dead, int room) {
		Map<String, String> values = Map.of(REASON, dead.reason(), DETAIL, dead.detail(), "OriginalMessageId",
				String.valueOf(dead.message().messageId()), "Consumer", this.consumer, "FailedAt",
				Instant.now().toString());
		Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
		int left = room;
		for (String name : REASONS) {
			MessageAttributeValue value = text(String.valueOf(values.get(name)));
			if (name.equals(DETAIL)) {
				value = text(cutToBytes(value.stringValue(), left - size(name, text("-")) + 1));
			}
			int bytes = size(name, value);
			if (bytes > left) {
				break;
			}
			attributes.put(name, value);
			left -= bytes;
		}
		return attributes;
	}

	/**
	 * SQS rejects empty values, control characters and unpaired surrogates.
	 */
	private static MessageAttributeValue text(String value) {
		String given = value.isBlank() ? "unknown" : cut(Printable.of(value), MAX_DETAIL);
		return MessageAttributeValue.builder().dataType("String").stringValue(given).build();
	}

	/**
	 * Does not cut between two surrogates, because SQS rejects an unpaired one.
	 */
	private static String cut(String text, int length) {
		if (text.length() <= length) {
			return text;
		}
		return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
	}

	private static String cutToBytes(String text, int bytes) {
		String cut = cut(text, Math.max(bytes, 1));
		while (cut.length() > 1 && utf8(cut) > bytes) {
			cut = cut(cut, cut.length() - 1);
		}
		return cut;
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
