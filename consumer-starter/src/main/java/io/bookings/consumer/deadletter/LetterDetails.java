package io.bookings.consumer.deadletter;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with its body and what was done with it.
 *
 * @param letter the letter
 * @param body the body of the message, unchanged
 * @param attributes the message's attributes by name, without those of the failure
 * @param rules the rules of the contract that the body breaks now
 * @param actions what was decided about it, oldest first
 */
public record LetterDetails(@JsonUnwrapped Letter letter, String body, Map<String, Attribute> attributes,
		List<BrokenRule> rules, List<LetterAction> actions) {

	/**
	 * The value of a message attribute.
	 *
	 * @param type the type, such as {@code String} or {@code Number}
	 * @param value the value of a text or a number
	 * @param binary the value in base64, if it is binary
	 */
	public record Attribute(String type, @Nullable String value, @Nullable String binary) {

	}

}
