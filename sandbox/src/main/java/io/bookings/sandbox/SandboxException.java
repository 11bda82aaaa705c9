package io.bookings.sandbox;

/**
 * The sandbox cannot do what was asked for. The message is a sentence for the person in
 * front of the terminal: what is wrong, and what to do about it.
 */
public final class SandboxException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	SandboxException(String message) {
		super(message);
	}

	SandboxException(String message, Throwable cause) {
		super(message, cause);
	}

}
