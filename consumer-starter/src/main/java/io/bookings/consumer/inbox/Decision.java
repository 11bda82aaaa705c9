package io.bookings.consumer.inbox;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The decision about one received message.
 */
sealed interface Decision {

	Message message();

	/**
	 * Returns the booking's id, or {@code null} when the body could not be decoded.
	 */
	@Nullable String bookingId();

	Outcome outcome();

	/**
	 * Returns the sentence for the log, without parts of the body and personal data.
	 */
	String detail();

	/**
	 * Returns the decision for {@link RedriveOutcomes}.
	 */
	default RedriveOutcomes.Settled settled() {
		return new RedriveOutcomes.Settled(message(), bookingId(), outcome(), detail());
	}

	/**
	 * Delete the message: its effect is committed, or there is nothing to do for it.
	 */
	record Delete(Message message, @Nullable String bookingId, Outcome outcome, String detail) implements Decision {
	}

	/**
	 * Send the message to the dead-letter queue, then delete it: it can never be
	 * processed.
	 */
	record DeadLetter(Message message, @Nullable String bookingId, Outcome outcome, String detail) implements Decision {
	}

	/**
	 * Make the message visible again after the delay.
	 */
	record Release(Message message, @Nullable String bookingId, Outcome outcome, String detail,
			Duration delay) implements Decision {
	}

	/**
	 * Keep the message invisible and retry it in this instance.
	 */
	record Hold(Message message, @Nullable String bookingId, Outcome outcome, String detail) implements Decision {
	}

}
