package io.bookings.consumer.notification;

/**
 * Thrown if a notification can never be delivered. It is not retried.
 */
public final class PermanentDeliveryException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason with codes and ids, without addresses, because it is
	 * stored and logged
	 */
	public PermanentDeliveryException(String message) {
		super(message);
	}

}
