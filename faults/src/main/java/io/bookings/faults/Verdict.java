package io.bookings.faults;

import java.util.Map;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result of a run.
 *
 * @param seed the seed of the run
 * @param figures the counts by their names
 * @param faults how often each fault was injected
 * @param findings the violations of the promise, empty if it was kept
 */
record Verdict(long seed, Map<String, Long> figures, Map<String, Integer> faults,
		Map<String, Findings.Finding> findings) {

	/**
	 * Returns whether the promise was kept.
	 */
	boolean kept() {
		return this.findings.isEmpty();
	}

	/**
	 * Returns the verdict as JSON.
	 */
	String toJson() {
		return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(this);
	}

	/**
	 * Returns the verdict as text.
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
