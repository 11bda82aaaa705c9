package io.bookings.consumer;

/**
 * Thrown by a {@link BookingEventHandler} for an event that can never be stored. The
 * event's message goes to the dead-letter queue, without retries.
 */
public final class PermanentFailureException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason, without personal data, because it is logged and becomes
	 * the message attribute {@code FailureDetail}
	 */
	public PermanentFailureException(String message) {
		super(message);
	}

}
