package io.bookings.consumer.deadletter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Why a message became a dead letter.
 */
public enum LetterReason {

	/** Not a valid event. */
	REJECTED,

	/** The booking was processed before with other content. */
	CONFLICT,

	/** Valid, but can never be stored. */
	FAILED,

	/** SQS moved it after too many receives. */
	MOVED,

	/** The message does not say: the body left no room for the reason. */
	UNKNOWN;

	/**
	 * Returns the name in the API and in the table.
	 * @return the name in lower case
	 */
	@JsonValue
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Parses a code.
	 * @param code a code
	 * @return the reason
	 * @throws IllegalArgumentException if there is no such reason
	 */
	public static LetterReason from(String code) {
		return find(code).orElseThrow(() -> new IllegalArgumentException("No reason"));
	}

	static Optional<LetterReason> find(String code) {
		return Arrays.stream(values()).filter((reason) -> reason.code().equals(code)).findFirst();
	}

}
