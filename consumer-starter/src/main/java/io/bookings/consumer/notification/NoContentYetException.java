package io.bookings.consumer.notification;

/**
 * Thrown if a notification has no content yet. It stays pending, and the attempt does not
 * count.
 */
public final class NoContentYetException extends RuntimeException {

	/**
	 * Creates the failure.
	 * @param message what the notification waits for, without addresses, because it is
	 * stored
	 */
	public NoContentYetException(String message) {
		super(message);
	}

}
