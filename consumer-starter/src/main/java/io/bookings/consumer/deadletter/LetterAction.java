package io.bookings.consumer.deadletter;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What someone has decided about one dead letter.
 *
 * @param id the action's number
 * @param requestId the request, which several letters can share
 * @param kind what to do
 * @param requestedBy who has decided it
 * @param why the reason that was given
 * @param requestedAt when it was decided
 * @param state {@code REQUESTED}, {@code SENDING}, {@code SENT}, {@code DONE},
 * {@code FAILED} (SQS has refused the message, and the letter is open again) or
 * {@code REPLACED} (a later action was forced)
 * @param messageId the id of the message that was sent, if it is known
 * @param outcome what happened to that message, if it is known
 * @param detail details of the state
 * @param changedAt when the state changed
 * @param body the corrected body of a repair; {@code null} for other actions
 */
public record LetterAction(long id, UUID requestId, Kind kind, String requestedBy, String why, Instant requestedAt,
		String state, @Nullable String messageId, @Nullable String outcome, @Nullable String detail, Instant changedAt,
		@Nullable String body) {

	/**
	 * What to do with a letter.
	 */
	public enum Kind {

		/** Send it to the source queue unchanged. */
		REDRIVE,

		/** Send a corrected body instead. */
		REPAIR,

		/** Close it without sending it. */
		DISCARD

	}

}
