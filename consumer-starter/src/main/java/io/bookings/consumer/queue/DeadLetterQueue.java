package io.bookings.consumer.queue;

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

	/** The attribute with the reason as one word. */
	public static final String REASON = "FailureReason";

	/** The attribute with the reason in words. */
	public static final String DETAIL = "FailureDetail";

	/** The attribute with the message id in the source queue. */
	public static final String ORIGINAL_MESSAGE_ID = "OriginalMessageId";

	/** The attribute with the name of the service. */
	public static final String CONSUMER = "Consumer";

	/** The attribute with the time. */
	public static final String FAILED_AT = "FailedAt";

	/**
	 * The attribute of a message that was a dead letter before: the letter's number, and
	 * a token that only the service knows.
	 */
	public static final String LETTER = "DeadLetterId";

	private static final int MAX_DETAIL = 1024;

	/** The most important first. */
	private static final List<String> REASONS = List.of(REASON, DETAIL, ORIGINAL_MESSAGE_ID, CONSUMER, FAILED_AT);

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
	 * Removes what this class adds to a message.
	 * @param attributes the attributes of a dead letter
	 * @return the others
	 */
	public static Map<String, MessageAttributeValue> withoutReason(Map<String, MessageAttributeValue> attributes) {
		Map<String, MessageAttributeValue> others = new TreeMap<>(attributes);
		others.keySet().removeAll(REASONS);
		others.remove(LETTER);
		return others;
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
				.exceptionallyCompose((failure) -> orLess(failure, url.get(), dead, Set.of(LETTER, REASON)))
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
		Map<String, MessageAttributeValue> attributes = reason(dead,
				MessageSize.MAX_BYTES - MessageSize.utf8(message.body()));
		if (!attributes.keySet().containsAll(REASONS)) {
			return attributes;
		}
		Map<String, MessageAttributeValue> original = new TreeMap<>(message.messageAttributes());
		original.keySet().removeAll(REASONS); // of an earlier failure
		original.remove(LETTER); // is among the others
		int room = MessageSize.MAX_BYTES - MessageSize.of(message.body(), attributes) - MAX_DETAIL;
		int omitted = 0;
		for (Map.Entry<String, MessageAttributeValue> attribute : original.entrySet()) {
			int bytes = MessageSize.of(attribute.getKey(), attribute.getValue());
			if (attributes.size() < MessageSize.MAX_ATTRIBUTES && bytes <= room) {
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
	 * detail may be cut. The number of an earlier letter comes first, because the table
	 * of dead letters has the reason too.
	 */
	private Map<String, MessageAttributeValue> reason(DeadLetter dead, int room) {
		Map<String, String> values = Map.of(REASON, dead.reason(), DETAIL, dead.detail(), ORIGINAL_MESSAGE_ID,
				String.valueOf(dead.message().messageId()), CONSUMER, this.consumer, FAILED_AT,
				Instant.now().toString());
		Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
		int left = room;
		MessageAttributeValue letter = dead.message().messageAttributes().get(LETTER);
		if (letter != null && MessageSize.of(LETTER, letter) <= left) {
			attributes.put(LETTER, letter);
			left -= MessageSize.of(LETTER, letter);
		}
		for (String name : REASONS) {
			MessageAttributeValue value = text(String.valueOf(values.get(name)));
			if (name.equals(DETAIL)) {
				value = text(cutToBytes(value.stringValue(), left - MessageSize.of(name, text("-")) + 1));
			}
			int bytes = MessageSize.of(name, value);
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
		while (cut.length() > 1 && MessageSize.utf8(cut) > bytes) {
			cut = cut(cut, cut.length() - 1);
		}
		return cut;
	}

}
