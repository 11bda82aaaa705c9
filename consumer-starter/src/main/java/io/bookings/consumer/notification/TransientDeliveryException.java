package io.bookings.consumer.notification;

/**
 * Thrown if a notification was not delivered for a temporary reason. It is retried, as
 * after any other exception, but only the message of this one is stored and shown.
 */
public final class TransientDeliveryException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason with codes and ids, without addresses, because it is
	 * stored and logged
	 */
	public TransientDeliveryException(String message) {
		super(message);
	}

}
