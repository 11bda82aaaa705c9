package io.bookings.consumer.inbox;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * What becomes of one received message.
 */
sealed interface Decision {

	Message message();

	/**
	 * The booking's id, or {@code null} when the body could not be decoded.
	 */
	@Nullable String bookingId();

	Outcome outcome();

	/**
	 * One sentence for the log; never a message body or personal data.
	 */
	String detail();

	/**
	 * Settled: what it asks for is committed, or it asks for nothing of this service.
	 */
	record Delete(Message message, @Nullable String bookingId, Outcome outcome, String detail) implements Decision {
	}

	/**
	 * Can never be settled here: moved to the dead-letter queue, then deleted.
	 */
	record DeadLetter(Message message, @Nullable String bookingId, Outcome outcome, String detail) implements Decision {
	}

	/**
	 * Not settled this time: visible again after the delay.
	 */
	record Release(Message message, @Nullable String bookingId, Outcome outcome, String detail,
			Duration delay) implements Decision {
	}

	/**
	 * Not settled this time, and kept by the service, which tries it again.
	 */
	record Hold(Message message, @Nullable String bookingId, Outcome outcome, String detail) implements Decision {
	}

}
