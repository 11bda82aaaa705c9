package io.bookings.consumer.task;

/**
 * Thrown by the work of a {@link RetriedTask} that failed for a temporary reason. Any
 * other exception is retried too, but only the message of this one is stored and logged.
 */
public final class RetryException extends RuntimeException {

	private final boolean shared;

	private RetryException(String message, boolean shared) {
		super(message);
		this.shared = shared;
	}

	/**
	 * Creates a failure of one booking.
	 * @param message the reason with codes and ids, without personal data
	 * @return the failure
	 */
	public static RetryException ofOneBooking(String message) {
		return new RetryException(message, false);
	}

	/**
	 * Creates a failure that the work for other bookings shares, such as an outage of
	 * another system. It pauses the task on this instance.
	 * @param message the reason with codes, without data of the booking
	 * @return the failure
	 */
	public static RetryException ofAllBookings(String message) {
		return new RetryException(message, true);
	}

	boolean isShared() {
		return this.shared;
	}

	/**
	 * Returns the reason.
	 * @return the message of the exception
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
