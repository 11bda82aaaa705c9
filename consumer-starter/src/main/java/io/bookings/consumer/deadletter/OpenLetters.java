package io.bookings.consumer.deadletter;

import io.bookings.consumer.outage.PollingPause;

/**
 * The number of dead letters in the table for which something is left to do, as last
 * counted.
 */
public class OpenLetters {

	private final LetterTable table;

	private final PollingPause pause;

	private volatile double count = Double.NaN;

	/**
	 * Creates the count. It is not known before the first {@link #refresh}.
	 * @param table counts the letters
	 * @param pause whether the database is unavailable
	 */
	public OpenLetters(LetterTable table, PollingPause pause) {
		this.table = table;
		this.pause = pause;
	}

	/**
	 * Counts the letters, unless the database is unavailable.
	 */
	public void refresh() {
		if (!this.pause.isOn()) {
			this.count = this.table.unsettled();
		}
	}

	/**
	 * Returns the count for a gauge.
	 * @return the number of letters, or NaN if it is not known
	 */
	public double gauge() {
		return this.count;
	}

	/**
	 * Returns the count for health.
	 * @return the number of letters, 0 if it is not known
	 */
	public long count() {
		return (long) this.count;
	}

}
