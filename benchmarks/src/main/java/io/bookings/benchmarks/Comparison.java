package io.bookings.benchmarks;

import java.util.Arrays;

/**
 * Compares two series of measurements with the exact one-sided Mann-Whitney U test. It
 * compares only the order of the values. Therefore the noise of the series themselves
 * decides how large a difference must be.
 *
 * @param before the values of the first series
 * @param after the values of the second series
 */
record Comparison(double[] before, double[] after) {

	/** A difference counts if chance alone causes it in fewer than one of 100 runs. */
	static final double LEVEL = 0.01;

	/** With fewer values in each series, no difference reaches the level. */
	static final int LEAST_VALUES = 5;

	/**
	 * Returns whether the values after are larger, beyond the noise.
	 */
	boolean isLarger() {
		return probability(this.before, this.after) < LEVEL;
	}

	/**
	 * Returns whether the values after are smaller, beyond the noise.
	 */
	boolean isSmaller() {
		return probability(this.after, this.before) < LEVEL;
	}

	/**
	 * Returns the probability of an order that is at least as clear, if both series have
	 * the same distribution. Equal values count against a difference.
	 */
	static double probability(double[] smaller, double[] larger) {
		int u = 0;
		for (double value : smaller) {
			u += (int) Arrays.stream(larger).filter((other) -> other <= value).count();
		}
		long extreme = 0;
		long all = 0;
		long[] orders = orders(smaller.length, larger.length);
		for (int i = 0; i < orders.length; i++) {
			all += orders[i];
			extreme += (i <= u) ? orders[i] : 0;
		}
		return (double) extreme / all;
	}

	/**
	 * Returns the number of orders of n and m values for each U, the number of pairs in
	 * the wrong order.
	 */
	private static long[] orders(int n, int m) {
		long[] orders = new long[n * m + 1];
		if (n == 0 || m == 0) {
			orders[0] = 1;
			return orders;
		}
		// The largest value is one of the first series, and follows all m others, or one
		// of the second.
		long[] first = orders(n - 1, m);
		long[] second = orders(n, m - 1);
		for (int u = 0; u < orders.length; u++) {
			orders[u] = ((u >= m) ? first[u - m] : 0) + ((u < second.length) ? second[u] : 0);
		}
		return orders;
	}

}
