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

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;

/**
 * Measures, started by {@code benchmarks/run}.
 */
public final class BenchmarkRunner {

	private BenchmarkRunner() {
	}

	/**
	 * Runs a scenario and prints what was measured.
	 * @param args the directory of the repository, then {@code drain} with the number of
	 * rounds, the number of messages and the names of the cases, all of them if there are
	 * none; or {@code cost} with the number of messages; or {@code latency} with messages
	 * per second and seconds
	 */
	public static void main(String[] args) throws IOException, InterruptedException, SQLException {
		Path root = Path.of(args[0]).toAbsolutePath().normalize();
		Path output = Files.createDirectories(root.resolve("benchmarks/target/results"));
		Contestants contestants = new Contestants(root);
		try (Sandbox sandbox = Sandbox.start()) {
			Drain drain = new Drain(sandbox, Server.of(sandbox), output);
			contestants.train(drain);
			Map<String, ?> results = switch (args[1]) {
				case "drain" -> drain(drain, contestants.cases(Integer.parseInt(args[3])), Integer.parseInt(args[2]),
						List.of(args).subList(4, args.length));
				case "cost" -> cost(new Cost(sandbox, drain), contestants.cases(Integer.parseInt(args[2])));
				case "latency" -> latency(new Latency(sandbox, drain), contestants.cases(1), Integer.parseInt(args[2]),
						Integer.parseInt(args[3]));
				default -> throw new IllegalArgumentException("There is no scenario " + args[1]);
			};
			Files.writeString(output.resolve(args[1] + ".json"), Report.toJson(results));
		}
	}

	private static Map<String, ?> drain(Drain drain, Map<String, Case> cases, int rounds, List<String> wanted)
			throws IOException, InterruptedException, SQLException {
		Map<String, List<Drain.Result>> results = new LinkedHashMap<>();
		for (int round = 1; round <= rounds; round++) {
			for (Map.Entry<String, Case> each : cases.entrySet()) {
				if (!wanted.isEmpty() && !wanted.contains(each.getKey())) {
					continue;
				}
				Drain.Result result = drain.run(each.getValue().contestant(), each.getValue().load());
				System.out.printf("round %d, %-26s %,7.0f/s  %.2f s CPU per 1,000%n", round, each.getKey(),
						result.rate(), result.cpu());
				results.computeIfAbsent(each.getKey(), (name) -> new ArrayList<>()).add(result);
			}
		}
		System.out.println(Report.toText(results));
		return results;
	}

	private static Map<String, ?> cost(Cost cost, Map<String, Case> cases)
			throws IOException, InterruptedException, SQLException {
		Map<String, Cost.Result> results = new LinkedHashMap<>();
		for (String name : List.of("limit", "textbook", "service", "service-notifying")) {
			Case each = Objects.requireNonNull(cases.get(name));
			Cost.Result result = cost.run(each.contestant(), each.load());
			System.out.printf(
					"%-26s per message: %.3f requests %s, %.3f round trips, %.3f commits, %,.0f bytes of WAL%n", name,
					result.requests(), result.byAction(), result.roundTrips(), result.commits(), result.wal());
			results.put(name, result);
		}
		return results;
	}

	private static Map<String, ?> latency(Latency latency, Map<String, Case> cases, int rate, int seconds)
			throws IOException, InterruptedException, SQLException {
		Map<String, Latency.Result> results = new LinkedHashMap<>();
		for (String name : List.of("limit", "service", "service-notifying", "textbook")) {
			Latency.Result result = latency.run(Objects.requireNonNull(cases.get(name)).contestant(), rate, seconds);
			System.out.printf("%-26s p50 %.1f ms, p99 %.1f ms, max %.1f ms%n", name, result.p50(), result.p99(),
					result.max());
			results.put(name, result);
		}
		return results;
	}

	/**
	 * Who drains what.
	 */
	record Case(Contestant contestant, Load load) {
	}

}
