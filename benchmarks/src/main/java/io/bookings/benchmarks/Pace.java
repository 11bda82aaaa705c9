package io.bookings.benchmarks;

/**
 * Sends messages at a constant rate, which begins when this object is created.
 */
final class Pace {

	private final int rate;

	private final long begin = System.nanoTime();

	/**
	 * Creates a pace.
	 * @param rate messages per second
	 */
	Pace(int rate) {
		this.rate = rate;
	}

	/**
	 * Waits until a message is due. Does not wait if that time has passed.
	 * @param number the number of the message, from 0
	 */
	void await(int number) throws InterruptedException {
		long due = this.begin + number * 1_000_000_000L / this.rate;
		Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
	}

}
