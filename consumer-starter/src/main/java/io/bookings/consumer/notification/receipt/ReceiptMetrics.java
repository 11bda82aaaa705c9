package io.bookings.consumer.notification.receipt;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts the events of Amazon SES by what they report and what happened to them.
 */
public class ReceiptMetrics {

	/** A receipt that was stored before. */
	static final String REPEATED = "repeated";

	/** An event that is not a receipt, or that is about an e-mail of another sender. */
	static final String IGNORED = "ignored";

	/** A dead letter: a receipt whose notification is not known. */
	static final String UNMATCHED = "unmatched";

	/** A dead letter: a message that is not an event of SES. */
	static final String UNREADABLE = "unreadable";

	private final MeterRegistry registry;

	/**
	 * Registers the counters, so that a first event shows as an increase from 0.
	 * @param registry the registry of the counters
	 */
	public ReceiptMetrics(MeterRegistry registry) {
		this.registry = registry;
		Stream
			.concat(Arrays.stream(Receipt.Kind.values()).map(Receipt.Kind::code),
					List.of(REPEATED, IGNORED, UNMATCHED, UNREADABLE).stream())
			.forEach((receipt) -> count(receipt, 0));
	}

	void count(String receipt) {
		count(receipt, 1);
	}

	private void count(String receipt, int events) {
		this.registry.counter("booking.notification.receipts", "receipt", receipt).increment(events);
	}

}
