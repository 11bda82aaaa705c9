package io.bookings.consumer.queue;

import software.amazon.awssdk.services.sqs.model.Message;

/**
 * A message for the dead-letter queue.
 *
 * @param message the message as received
 * @param reason why it cannot be processed, as one word
 * @param detail why it cannot be processed, as one sentence without personal data
 */
public record DeadLetter(Message message, String reason, String detail) {
}
