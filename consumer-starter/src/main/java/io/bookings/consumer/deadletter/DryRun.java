package io.bookings.consumer.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What would happen to several dead letters if they were sent now, in the order of their
 * numbers.
 *
 * @param at when it began
 * @param counts the number of letters by outcome
 * @param verdicts one for each letter
 */
public record DryRun(Instant at, Map<String, Long> counts, List<Verdict> verdicts) {

	/**
	 * Copies the collections.
	 */
	public DryRun {
		counts = Map.copyOf(counts);
		verdicts = List.copyOf(verdicts);
	}

}
