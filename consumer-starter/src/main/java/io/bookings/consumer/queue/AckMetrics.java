package io.bookings.consumer.queue;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the messages that SQS did not delete, release or hide.
 */
public class AckMetrics {

	private final Map<Ack, Counter> failed = new EnumMap<>(Ack.class);

	/**
	 * Registers the counters, so that a first failure shows as an increase from 0.
	 * @param registry the registry of the counters
	 */
	public AckMetrics(MeterRegistry registry) {
		for (Ack ack : Ack.values()) {
			this.failed.put(ack, registry.counter("booking.failed.acks", "action", ack.code));
		}
	}

	void failed(Ack ack, int messages) {
		Objects.requireNonNull(this.failed.get(ack)).increment(messages);
	}

	/**
	 * A request to SQS that ends or extends the invisibility of a message.
	 */
	enum Ack {

		DELETE("delete"), RELEASE("release"), HIDE("hide");

		private final String code;

		Ack(String code) {
			this.code = code;
		}

		@Override
		public String toString() {
			return this.code;
		}

	}

}
