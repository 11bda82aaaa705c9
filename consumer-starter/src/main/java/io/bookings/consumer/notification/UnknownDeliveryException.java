package io.bookings.consumer.notification;

/**
 * Thrown if it is unknown whether a notification was delivered, because there was no
 * response.
 */
public final class UnknownDeliveryException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason with codes and ids, without addresses, because it is
	 * stored and logged
	 */
	public UnknownDeliveryException(String message) {
		super(message);
	}

}
