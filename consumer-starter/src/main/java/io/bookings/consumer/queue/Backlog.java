package io.bookings.consumer.queue;

/**
 * Whether more messages wait in the queue than one poll receives. {@link PollLimiter}
 * finds it out.
 */
public final class Backlog {

	private volatile boolean present;

	/**
	 * Returns whether there is a backlog. It is that of the last poll.
	 * @return {@code false} while nothing is known, as before the first poll and after a
	 * failed one
	 */
	public boolean isPresent() {
		return this.present;
	}

	void setPresent(boolean present) {
		this.present = present;
	}

}
