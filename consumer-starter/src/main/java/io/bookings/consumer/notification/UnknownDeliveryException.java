package io.bookings.consumer.notification;

/**
 * A notification may have been delivered or not: the answer got lost.
 */
public final class UnknownDeliveryException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message the reason, which is stored and logged: codes and ids, never an
	 * address
	 */
	public UnknownDeliveryException(String message) {
		super(message);
	}

}
