package io.bookings.consumer.notification.receipt;

/**
 * Thrown if a message is not an event of Amazon SES. The message of the exception is the
 * reason, without values.
 */
final class UnreadableEventException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreadableEventException(String reason) {
		super(reason);
	}

}
