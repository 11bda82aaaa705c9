package io.bookings.consumer.notification;

/**
 * A notification can never be delivered; it is not tried again.
 */
public final class PermanentDeliveryException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason, which is stored and logged: codes and ids, never an
	 * address
	 */
	public PermanentDeliveryException(String message) {
		super(message);
	}

}
