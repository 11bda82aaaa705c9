package io.bookings.consumer.deadletter;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a dead letter.
 */
public enum LetterState {

	/** Collected. Nobody has decided what to do with it. */
	OPEN,

	/** To be sent to the source queue: waits for the rate limit. */
	REQUESTED,

	/**
	 * Being sent. If it stays in this state, a crash or a lost answer has left open
	 * whether SQS has the message. It is not sent again automatically.
	 */
	SENDING,

	/** Sent to the source queue, and not consumed so far. */
	SENT,

	/** Sent and consumed. The letter's outcome says how. */
	RESOLVED,

	/** Sent, and dead-lettered again, as another letter. */
	RETURNED,

	/** Not to be sent. It is kept until the end of its retention. */
	DISCARDED;

	private static final Set<LetterState> UNSETTLED = EnumSet.of(OPEN, REQUESTED, SENDING, SENT);

	/**
	 * Whether something is left to do for the letter: it counts as an open dead letter in
	 * metrics, alerts and health.
	 * @return {@code false} if it is resolved, returned or discarded
	 */
	public boolean isUnsettled() {
		return UNSETTLED.contains(this);
	}

}
