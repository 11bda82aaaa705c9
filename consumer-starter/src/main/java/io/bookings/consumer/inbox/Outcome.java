package io.bookings.consumer.inbox;

import java.util.Locale;

/**
 * What became of one message, as metrics and logs name it.
 */
enum Outcome {

	/** Seen for the first time and committed. */
	PROCESSED,

	/** Committed before with the same content; deleted. */
	DUPLICATE,

	/** An event of another type, as the settings allow; deleted. */
	IGNORED,

	/** Committed before with other content; dead-lettered. */
	CONFLICT,

	/** Not a valid event; dead-lettered. */
	REJECTED,

	/** Valid, but can never be stored; dead-lettered. */
	FAILED,

	/** Not settled this time; visible again after a back-off. */
	RETRIED,

	/** Given back untried: the service stops, or the database cannot be reached. */
	RELEASED;

	/**
	 * Whether the message goes to the dead-letter queue.
	 */
	boolean isDeadLettered() {
		return this == CONFLICT || this == REJECTED || this == FAILED;
	}

	String code() {
		return name().toLowerCase(Locale.ROOT);
	}

}
