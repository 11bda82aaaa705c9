package io.bookings.consumer.notification;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a channel cannot send any notification now, for a reason that has nothing to
 * do with the recipient or the content. It pauses the channel and does not count as an
 * attempt.
 */
public final class ChannelUnavailableException extends RuntimeException {

	private final String remedy;

	private final @Nullable Duration retryAfter;

	/**
	 * Creates the failure.
	 * @param message the reason with codes and ids, without addresses, because it is
	 * stored and logged
	 * @param remedy a sentence that says what to check
	 */
	public ChannelUnavailableException(String message, String remedy) {
		this(message, remedy, null);
	}

	/**
	 * Creates the failure.
	 * @param message the reason with codes and ids, without addresses, because it is
	 * stored and logged
	 * @param remedy a sentence that says what to check
	 * @param retryAfter how long the receiver asks to wait, or {@code null}
	 */
	public ChannelUnavailableException(String message, String remedy, @Nullable Duration retryAfter) {
		super(message);
		this.remedy = remedy;
		this.retryAfter = retryAfter;
	}

	/**
	 * Returns what to check.
	 * @return a sentence
	 */
	public String remedy() {
		return this.remedy;
	}

	/**
	 * Returns how long the receiver asks to wait.
	 * @return the delay, or {@code null} if it does not ask
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	/**
	 * Returns the reason.
	 */
	String reason() {
		return String.valueOf(getMessage());
	}

}
