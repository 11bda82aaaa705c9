package io.bookings.consumer.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Counts polls by their result.
 */
public class PollMetrics {

	private final Counter messages;

	private final Counter empty;

	private final Counter error;

	/**
	 * Registers the counters.
	 * @param registry the registry of the counters
	 */
	public PollMetrics(MeterRegistry registry) {
		this.messages = registry.counter("booking.polls", "result", "messages");
		this.empty = registry.counter("booking.polls", "result", "empty");
		this.error = registry.counter("booking.polls", "result", "error");
	}

	/**
	 * Counts a poll.
	 * @param response the response, or {@code null} if the poll failed
	 */
	void ended(@Nullable ReceiveMessageResponse response) {
		if (response == null) {
			this.error.increment();
		}
		else {
			(response.hasMessages() && !response.messages().isEmpty() ? this.messages : this.empty).increment();
		}
	}

}
