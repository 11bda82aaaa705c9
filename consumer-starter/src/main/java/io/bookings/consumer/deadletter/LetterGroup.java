package io.bookings.consumer.deadletter;

import java.time.Instant;

/**
 * Dead letters with the same reason.
 *
 * @param reason why they became dead letters
 * @param detail the reason in words, with its values left out; empty if there are none
 * @param count their number
 * @param oldest when the first of them was collected
 * @param newest when the last of them was collected
 */
public record LetterGroup(LetterReason reason, String detail, long count, Instant oldest, Instant newest) {

}
