package io.bookings.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.bookings.sandbox.TcpProxy;

/**
 * Counts requests to SQS by their action, the value of the header {@code X-Amz-Target}.
 */
final class SqsRequestCounter implements TcpProxy.Listener {

	private static final byte[] TARGET = "AmazonSQS.".getBytes(StandardCharsets.US_ASCII);

	private final Map<String, AtomicLong> counts;

	private final StringBuilder action = new StringBuilder();

	private int matched;

	SqsRequestCounter(Map<String, AtomicLong> counts) {
		this.counts = counts;
	}

	@Override
	public void read(byte[] bytes, int length) {
		for (int i = 0; i < length; i++) {
			next(bytes[i]);
		}
	}

	private void next(byte value) {
		if (this.matched < TARGET.length) {
			if (value == TARGET[this.matched]) {
				this.matched++;
			}
			else {
				this.matched = (value == TARGET[0]) ? 1 : 0;
			}
		}
		else if (Character.isLetter(value)) {
			this.action.append((char) value);
		}
		else {
			this.counts.computeIfAbsent(this.action.toString(), (name) -> new AtomicLong()).incrementAndGet();
			this.action.setLength(0);
			this.matched = 0;
		}
	}

}
