package io.bookings.consumer.notification;

/**
 * A notification was not delivered this time. Any other exception means the same; this
 * one carries a reason that may be stored and shown.
 */
public final class TransientDeliveryException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason, which is stored and logged: codes and ids, never an
	 * address
	 */
	public TransientDeliveryException(String message) {
		super(message);
	}

}
