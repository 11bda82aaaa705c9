package io.bookings.consumer.deadletter;

/**
 * A rule of the contract that a body breaks.
 *
 * @param field the name of a field of the contract, or {@code $} for the whole body
 * @param rule the rule in words that follow the name, such as {@code is required}
 */
public record BrokenRule(String field, String rule) {

}
