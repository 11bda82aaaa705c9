package io.bookings.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The violations of the promise, with their counts and some examples.
 */
final class Findings {

	private static final int EXAMPLES = 5;

	private final Map<String, Finding> byKind = new TreeMap<>();

	void add(String kind, String example) {
		Finding finding = this.byKind.computeIfAbsent(kind, (name) -> new Finding());
		finding.count++;
		if (finding.examples.size() < EXAMPLES) {
			finding.examples.add(example);
		}
	}

	/**
	 * Adds a finding if two numbers differ.
	 */
	void expect(String kind, String where, long expected, long actual) {
		if (expected != actual) {
			add(kind, "%s: %d instead of %d".formatted(where, actual, expected));
		}
	}

	Map<String, Finding> byKind() {
		return this.byKind;
	}

	/**
	 * One kind of violation.
	 */
	static final class Finding {

		private long count;

		private final List<String> examples = new ArrayList<>();

		public long getCount() {
			return this.count;
		}

		public List<String> getExamples() {
			return this.examples;
		}

	}

}
