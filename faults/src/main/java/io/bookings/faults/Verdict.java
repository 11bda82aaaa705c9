package io.bookings.faults;

import java.util.Map;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came out of a run.
 *
 * @param seed the run's
 * @param figures what was counted, by its name
 * @param faults how often each fault was injected
 * @param findings what breaks the promise; empty when it was kept
 */
record Verdict(long seed, Map<String, Long> figures, Map<String, Integer> faults,
		Map<String, Findings.Finding> findings) {

	/**
	 * Whether the promise was kept.
	 */
	boolean kept() {
		return this.findings.isEmpty();
	}

	/**
	 * The verdict for machines.
	 */
	String toJson() {
		return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(this);
	}

	/**
	 * The verdict for people.
	 */
	String toText() {
		StringBuilder text = new StringBuilder("Seed %d%n%n".formatted(this.seed));
		this.figures.forEach((name, value) -> text.append("%,12d  %s%n".formatted(value, name)));
		text.append("%nFaults injected%n".formatted());
		this.faults.forEach((name, count) -> text.append("%,12d  %s%n".formatted(count, name)));
		text.append("%n%s%n".formatted(kept() ? "The promise was kept." : "THE PROMISE WAS BROKEN"));
		this.findings.forEach((name, finding) -> {
			text.append("%,12d  %s%n".formatted(finding.getCount(), name));
			finding.getExamples().forEach((example) -> text.append("              %s%n".formatted(example)));
		});
		return text.toString();
	}

}
