package io.bookings.benchmarks;

import java.util.concurrent.atomic.AtomicLong;

import io.bookings.sandbox.TcpProxy;

/**
 * Counts the messages after which a client of PostgreSQL waits for an answer: Query and
 * Sync. The form of the messages:
 * <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">PostgreSQL,
 * Message Formats</a>.
 */
final class RoundTripCounter implements TcpProxy.Listener {

	private static final int LENGTH_BYTES = 4;

	private static final int SSL_REQUEST = 80877103;

	private static final int GSS_REQUEST = 80877104;

	private final AtomicLong count;

	/** The first messages have no type. */
	private boolean starting = true;

	private int headerBytes;

	private int length;

	private int code;

	private int position;

	RoundTripCounter(AtomicLong count) {
		this.count = count;
	}

	/**
	 * Messages that are sent together count as one round trip: the driver sends
	 * {@code BEGIN} together with the first statement of a transaction.
	 */
	@Override
	public void read(byte[] bytes, int length) {
		boolean answerExpected = false;
		for (int i = 0; i < length; i++) {
			answerExpected |= next(bytes[i] & 0xff);
		}
		if (answerExpected) {
			this.count.incrementAndGet();
		}
	}

	private boolean next(int value) {
		if (!this.starting && this.headerBytes == 0) {
			this.headerBytes = 1;
			return value == 'Q' || value == 'S';
		}
		int untyped = this.starting ? this.headerBytes : this.headerBytes - 1;
		if (untyped < LENGTH_BYTES) {
			this.length = (this.length << 8) | value;
			this.headerBytes++;
			this.position = LENGTH_BYTES;
		}
		else {
			if (this.starting && this.position < 2 * LENGTH_BYTES) {
				this.code = (this.code << 8) | value;
			}
			this.position++;
		}
		boolean complete = (this.starting ? this.headerBytes : this.headerBytes - 1) == LENGTH_BYTES
				&& this.position >= this.length;
		if (complete) {
			this.starting = this.starting && (this.code == SSL_REQUEST || this.code == GSS_REQUEST);
			this.headerBytes = 0;
			this.length = 0;
			this.code = 0;
			this.position = 0;
		}
		return false;
	}

}
