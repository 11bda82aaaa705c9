package io.bookings.consumer.message;

/**
 * What to do with a well-formed event of a type that the service does not consume.
 */
public enum OtherEvents {

	/** Send it to the dead-letter queue. */
	DEAD_LETTER,

	/** Delete, count and log it. */
	IGNORE

}
