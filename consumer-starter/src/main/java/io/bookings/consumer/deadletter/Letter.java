package io.bookings.consumer.deadletter;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.bookings.consumer.web.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter without its body.
 *
 * @param id the letter's number
 * @param state what was done with it
 * @param reason why it became a dead letter
 * @param detail the reason in words, if it is known
 * @param detailGroup the detail with its values left out, which names its group
 * @param sentBy who sent it to the dead-letter queue: {@code service}, {@code sqs}, or
 * {@code unknown}
 * @param consumer the name of the service that sent it, if the service did
 * @param messageId the message id in the dead-letter queue
 * @param sourceMessageId the message id in the source queue, if it is known
 * @param eventType the type that the body names, if it can be read
 * @param bookingId the booking's id, if it can be read
 * @param bytes the size of the body in UTF-8
 * @param sentAt when SQS accepted the message; SQS keeps this time if it moves a message
 * @param failedAt when the service dead-lettered it, if the service did
 * @param collectedAt when it was stored in the table
 * @param previousId the letter whose redrive led to this one, if there is one
 * @param nextId the letter to which the redrive of this one led, if there is one
 * @param outcome what happened to the message that was sent: {@code processed},
 * {@code duplicate}, {@code ignored}, {@code conflict}, {@code rejected} or
 * {@code failed}; {@code null} until it is known
 * @param outcomeDetail the outcome in words
 * @param closedAt when it was resolved, returned or discarded
 */
public record Letter(long id, LetterState state, LetterReason reason, @Nullable String detail, String detailGroup,
		String sentBy, @Nullable String consumer, String messageId, @Nullable String sourceMessageId,
		@Nullable String eventType, @Nullable String bookingId, int bytes, Instant sentAt, @Nullable Instant failedAt,
		Instant collectedAt, @Nullable Long previousId, @Nullable Long nextId, @Nullable String outcome,
		@Nullable String outcomeDetail, @Nullable Instant closedAt) {

	/**
	 * Returns the position in a list.
	 * @return the position
	 */
	@JsonIgnore
	public Cursor cursor() {
		return new Cursor(this.collectedAt, String.valueOf(this.id));
	}

}
