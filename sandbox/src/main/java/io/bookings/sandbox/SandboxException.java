package io.bookings.sandbox;

/**
 * Thrown if the sandbox fails. The message is for the user: it says what is wrong and
 * what to do.
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
