package io.bookings.consumer.operations;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;

/**
 * The messages of the last hour by outcome and minute. Each instance keeps its own in
 * memory, and begins anew when it starts.
 */
public class OutcomeHistory {

	static final int MINUTES = 60;

	private final Supplier<Map<String, Long>> totals;

	private final Clock clock;

	private final Map<String, long[]> counts = new LinkedHashMap<>();

	private Map<String, Long> last;

	private long minute;

	/**
	 * Creates an empty history.
	 * @param totals the messages since the start, by outcome
	 * @param clock the current time
	 */
	public OutcomeHistory(Supplier<Map<String, Long>> totals, Clock clock) {
		this.totals = totals;
		this.clock = clock;
		this.last = totals.get();
		this.last.keySet().forEach((outcome) -> this.counts.put(outcome, new long[MINUTES]));
		this.minute = currentMinute();
	}

	private long currentMinute() {
		return Math.floorDiv(this.clock.instant().getEpochSecond(), 60);
	}

	/**
	 * Counts the messages since the last call in the current minute. Call it several
	 * times a minute.
	 */
	public synchronized void sample() {
		long now = currentMinute();
		for (long begun = Math.max(this.minute, now - MINUTES) + 1; begun <= now; begun++) {
			int slot = Math.floorMod(begun, MINUTES);
			this.counts.values().forEach((minutes) -> minutes[slot] = 0);
		}
		this.minute = Math.max(this.minute, now); // clocks can be set back
		int slot = Math.floorMod(this.minute, MINUTES);
		Map<String, Long> current = this.totals.get();
		this.counts.forEach((outcome,
				minutes) -> minutes[slot] += current.getOrDefault(outcome, 0L) - this.last.getOrDefault(outcome, 0L));
		this.last = current;
	}

	/**
	 * Returns the last hour, the current minute last.
	 */
	synchronized List<Series> lastHour() {
		sample();
		Instant end = Instant.ofEpochSecond((this.minute + 1) * 60);
		return this.counts.entrySet()
			.stream()
			.map((entry) -> new Series(entry.getKey(),
					IntStream.rangeClosed(1, MINUTES)
						.mapToLong((i) -> entry.getValue()[Math.floorMod(this.minute + i, MINUTES)])
						.boxed()
						.toList(),
					end))
			.toList();
	}

	/**
	 * The messages with one outcome.
	 *
	 * @param outcome the outcome
	 * @param counts the number of messages in each of the 60 minutes, the latest last
	 * @param end the end of the last minute
	 */
	record Series(String outcome, List<Long> counts, Instant end) {

		private static final int HEIGHT = 24;

		private static final int STEP = 4;

		public long total() {
			return sum(MINUTES);
		}

		public long lastMinutes() {
			return sum(5);
		}

		private long sum(int minutes) {
			return values().skip(MINUTES - minutes).sum();
		}

		public long max() {
			return values().max().orElse(0);
		}

		private LongStream values() {
			return this.counts.stream().mapToLong(Long::longValue);
		}

		/**
		 * The bars of a chart that is 240 wide and 24 high. A minute with few messages
		 * has a visible bar, however many another minute has.
		 */
		public List<Bar> bars() {
			long max = max();
			return IntStream.range(0, MINUTES)
				.filter((i) -> this.counts.get(i) > 0)
				.mapToObj((i) -> bar(i, Math.max(2, Math.round((double) HEIGHT * this.counts.get(i) / max))))
				.toList();
		}

		private static Bar bar(int i, long height) {
			return new Bar(i * STEP, HEIGHT - height, height);
		}

		/**
		 * A bar of the chart.
		 *
		 * @param x the left edge
		 * @param y the upper edge
		 * @param height the height
		 */
		record Bar(long x, long y, long height) {
		}

	}

}
