package io.bookings.consumer.queue;

import java.time.Duration;

import io.awspring.cloud.sqs.listener.backpressure.BackPressureHandler;

/**
 * Adapts the number of concurrent polls to the queue. One poll at a time is enough for a
 * queue that is empty or nearly so: it receives more messages at once, and costs fewer
 * requests. A poll that returns many messages is a sign of a backlog: it doubles the
 * number. A poll that returns few reduces it by one.
 * <p>
 * Has to be the last of a {@code CompositeBackPressureHandler}, so that each permitted
 * request is a poll.
 */
public final class PollLimiter implements BackPressureHandler {

	private final int maximum;

	private final int messages;

	private final Duration patience;

	private int permitted = 1;

	private int running;

	/**
	 * Creates a limiter that permits one poll.
	 * @param maximum the maximum number of polls at the same time
	 * @param messages the maximum number of messages that a poll returns; at least half
	 * of them are a sign of a backlog
	 * @param patience how long a request waits for a poll to end
	 */
	public PollLimiter(int maximum, int messages, Duration patience) {
		this.maximum = maximum;
		this.messages = messages;
		this.patience = patience;
	}

	@Override
	public synchronized int request(int amount) throws InterruptedException {
		if (this.running >= this.permitted) {
			wait(this.patience.toMillis());
		}
		if (this.running >= this.permitted) {
			return 0;
		}
		this.running++;
		return amount;
	}

	@Override
	public synchronized void release(int amount, ReleaseReason reason) {
		switch (reason) {
			case NONE_FETCHED -> ended(1); // also after a failure
			case PARTIAL_FETCH -> ended((amount <= this.messages / 2) ? 2 * this.permitted : this.permitted - 1);
			case LIMITED, PROCESSED -> {
			}
		}
	}

	private void ended(int next) {
		this.running--;
		this.permitted = Math.clamp(next, 1, this.maximum);
		notifyAll();
	}

	@Override
	public boolean drain(Duration timeout) {
		return true;
	}

}
