package io.bookings.consumer.deadletter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.message.EventSummary;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.SystemAttributes;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message of the dead-letter queue, as it is stored.
 */
record CollectedLetter(Message message, String body, byte[] hash, int bytes, LetterReason reason, String detail,
		String group, String sentBy, @Nullable String consumer, String sourceMessageId, EventSummary event,
		Instant sentAt, @Nullable Instant failedAt) {

	private static final int MAX_TEXT = 1024;

	/** Limits the size of the index. */
	private static final int MAX_GROUP = 250;

	/** Values in quotation marks, UUIDs and numbers, but not codes of SQL. */
	private static final Pattern VALUES = Pattern
		.compile("'[^']*'|\"[^\"]*\"|\\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b"
				+ "|(?<!SQLSTATE )(?<![\\w.])\\d+(?:\\.\\d+)*(?![\\w])");

	static CollectedLetter of(Message message) {
		String body = Storable.of(message.body());
		byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
		boolean moved = SystemAttributes.get(message, MessageSystemAttributeName.DEAD_LETTER_QUEUE_SOURCE_ARN) != null;
		String reason = moved ? null : text(message, DeadLetterQueue.REASON);
		String detail = (reason != null) ? text(message, DeadLetterQueue.DETAIL) : null;
		LetterReason known = moved ? LetterReason.MOVED
				: Optional.ofNullable(reason).flatMap(LetterReason::find).orElse(LetterReason.UNKNOWN);
		String told = (detail != null) ? detail : withoutDetail(known);
		String source = moved ? null : text(message, DeadLetterQueue.ORIGINAL_MESSAGE_ID);
		return new CollectedLetter(message, body, sha256(utf8), utf8.length, known, told, group(told),
				moved ? "sqs" : (reason != null) ? "service" : "unknown",
				moved ? null : text(message, DeadLetterQueue.CONSUMER), (source != null) ? source : message.messageId(),
				EventSummary.of(body), sentAt(message), moved ? null : failedAt(message));
	}

	CollectedLetter withHash(byte[] otherHash) {
		return new CollectedLetter(this.message, this.body, otherHash, this.bytes, this.reason, this.detail, this.group,
				this.sentBy, this.consumer, this.sourceMessageId, this.event, this.sentAt, this.failedAt);
	}

	private static String withoutDetail(LetterReason reason) {
		return switch (reason) {
			case MOVED -> "SQS moved the message after too many receives";
			case UNKNOWN -> "The message does not contain the reason";
			case REJECTED, CONFLICT, FAILED -> "The message does not contain the detail";
		};
	}

	/**
	 * Returns the detail with its values left out.
	 */
	static String group(String detail) {
		String group = VALUES.matcher(detail).replaceAll("…");
		return (group.length() > MAX_GROUP) ? Printable.of(group, MAX_GROUP) : group;
	}

	private static @Nullable String text(Message message, String name) {
		MessageAttributeValue value = message.messageAttributes().get(name);
		String text = (value != null) ? value.stringValue() : null;
		return (text != null) ? Printable.of(text, MAX_TEXT) : null;
	}

	private static Instant sentAt(Message message) {
		String sent = SystemAttributes.get(message, MessageSystemAttributeName.SENT_TIMESTAMP);
		return (sent != null) ? Instant.ofEpochMilli(Long.parseLong(sent)) : Instant.now();
	}

	private static @Nullable Instant failedAt(Message message) {
		String text = text(message, DeadLetterQueue.FAILED_AT);
		try {
			Instant at = (text != null) ? Instant.parse(text) : null;
			return (at != null && at.isAfter(Instant.EPOCH) && at.isBefore(Instant.now().plusSeconds(86_400))) ? at
					: null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
