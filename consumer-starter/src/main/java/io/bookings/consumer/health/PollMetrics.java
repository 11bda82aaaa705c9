package io.bookings.consumer.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * Counts how polls end.
 */
public class PollMetrics {

	private final Counter messages;

	private final Counter empty;

	private final Counter error;

	public PollMetrics(MeterRegistry registry) {
		this.messages = registry.counter("booking.polls", "result", "messages");
		this.empty = registry.counter("booking.polls", "result", "empty");
		this.error = registry.counter("booking.polls", "result", "error");
	}

	/**
	 * @param response what SQS answered, or {@code null} when the poll failed
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
