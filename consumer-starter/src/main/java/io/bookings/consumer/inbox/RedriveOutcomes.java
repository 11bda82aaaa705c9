package io.bookings.consumer.inbox;

import java.util.List;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Records what happened to messages that were dead letters before and were redriven.
 */
public interface RedriveOutcomes {

	/** Records nothing. */
	RedriveOutcomes NONE = (settled) -> {
	};

	/**
	 * Records the outcomes of messages, most of which were never dead letters. Outcomes
	 * that are committed together with the booking are recorded in its transaction.
	 * @param settled messages with their final outcomes
	 */
	void record(List<Settled> settled);

	/**
	 * A message and what happened to it.
	 *
	 * @param message the message
	 * @param bookingId the booking's id, or {@code null} if the body is not a valid event
	 * @param outcome its final outcome
	 * @param detail the outcome in words
	 */
	record Settled(Message message, @Nullable String bookingId, Outcome outcome, String detail) {

	}

}
