package io.bookings.consumer;

/**
 * Thrown by a {@link BookingEventHandler} for an event that can never be stored, however
 * often it is tried. The event's message goes to the dead-letter queue.
 */
public final class PermanentFailureException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason; it is logged and becomes the message attribute
	 * {@code FailureDetail}, so it names fields and rules, never personal data
	 */
	public PermanentFailureException(String message) {
		super(message);
	}

}
