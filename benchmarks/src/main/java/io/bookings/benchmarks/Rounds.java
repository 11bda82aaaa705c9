package io.bookings.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.bookings.benchmarks.BenchmarkRunner.Case;

/**
 * Measures all cases in each round, so that a slower period of the machine affects all of
 * them.
 */
final class Rounds {

	private final Drain drain;

	private final Map<String, Case> cases;

	private final Path output;

	/**
	 * @param cases in the order of the first round
	 * @param output the file for the results, which is written after each round
	 */
	Rounds(Drain drain, Map<String, Case> cases, Path output) {
		this.drain = drain;
		this.cases = cases;
		this.output = output;
	}

	/**
	 * Measures.
	 * @param count the number of rounds
	 * @param reorder changes the order of the cases for the next round
	 */
	Map<String, List<Drain.Result>> run(int count, Consumer<List<String>> reorder)
			throws IOException, InterruptedException, SQLException {
		Map<String, List<Drain.Result>> results = new LinkedHashMap<>();
		this.cases.keySet().forEach((name) -> results.put(name, new ArrayList<>()));
		List<String> order = new ArrayList<>(this.cases.keySet());
		for (int round = 1; round <= count; round++) {
			for (String name : order) {
				Case each = Objects.requireNonNull(this.cases.get(name));
				Drain.Result result = this.drain.run(each.candidate(), each.load());
				System.out.printf("round %d, %-29s %,7.0f/s  %.3f s CPU per 1,000%n", round, name, result.rate(),
						result.cpu());
				Objects.requireNonNull(results.get(name)).add(result);
			}
			Files.writeString(this.output, Report.toJson(results));
			reorder.accept(order);
		}
		return results;
	}

}
