package io.bookings.consumer.message;

/**
 * What becomes of a well-formed event of a type that the service does not consume.
 */
public enum OtherEvents {

	/** It goes to the dead-letter queue. */
	DEAD_LETTER,

	/** It is deleted, counted and logged. */
	IGNORE

}
