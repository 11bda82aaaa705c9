package io.bookings.faults;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The order of the faults, derived from a seed: one to three at a time, and no fault
 * again before all others.
 */
final class FaultPlan {

	private static final int MOST_AT_ONCE = 3;

	private final List<Fault> faults;

	private final Duration longestFault;

	private final Random random;

	private final Deque<Fault> next = new ArrayDeque<>();

	FaultPlan(List<Fault> faults, Duration longestFault, long seed) {
		this.faults = faults;
		this.longestFault = longestFault;
		this.random = new Random(seed);
	}

	Round next() {
		List<Fault> together = new ArrayList<>();
		Set<Class<?>> places = new HashSet<>();
		for (int size = this.random.nextInt(MOST_AT_ONCE) + 1; size > 0; size--) {
			Fault fault = draw();
			if (!places.add(fault.getClass())) {
				this.next.addFirst(fault); // It is the first one of the next round.
				break;
			}
			together.add(fault);
		}
		long longestFault = this.longestFault.toMillis();
		// A quarter of the rounds lasts long enough for time-outs to expire.
		long hold = (this.random.nextInt(4) == 0) ? longestFault : 500 + this.random.nextLong(longestFault / 3);
		for (Fault fault : together) {
			hold = Math.max(hold, fault.minimum().toMillis());
		}
		return new Round(together, Duration.ofMillis(hold),
				Duration.ofMillis(500 + this.random.nextLong(longestFault / 3)));
	}

	private Fault draw() {
		if (this.next.isEmpty()) {
			List<Fault> shuffled = new ArrayList<>(this.faults);
			Collections.shuffle(shuffled, this.random);
			this.next.addAll(shuffled);
		}
		return this.next.remove();
	}

	/**
	 * Faults that are active at the same time.
	 *
	 * @param hold how long they last
	 * @param rest how long no fault is active afterwards
	 */
	record Round(List<Fault> faults, Duration hold, Duration rest) {
	}

}
