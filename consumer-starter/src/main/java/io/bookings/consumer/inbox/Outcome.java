package io.bookings.consumer.inbox;

import java.util.Locale;

/**
 * The outcome of one message, in metrics and logs.
 */
public enum Outcome {

	/** Processed for the first time and committed; deleted. */
	PROCESSED,

	/** Committed before with the same content; deleted. */
	DUPLICATE,

	/** An event of another type that the settings allow to ignore; deleted. */
	IGNORED,

	/** Committed before with other content; dead-lettered. */
	CONFLICT,

	/** Not a valid event; dead-lettered. */
	REJECTED,

	/** Valid, but can never be stored; dead-lettered. */
	FAILED,

	/** Failed temporarily; visible again after a back-off, or held. */
	RETRIED,

	/**
	 * Not tried, because the service stops or the database is unavailable; released, or
	 * held.
	 */
	RELEASED;

	/**
	 * Whether the message goes to the dead-letter queue.
	 * @return {@code false} for outcomes without a dead letter
	 */
	public boolean isDeadLettered() {
		return this == CONFLICT || this == REJECTED || this == FAILED;
	}

	/**
	 * Returns the name in metrics, logs and the API.
	 * @return the name in lower case
	 */
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

}
