package io.bookings.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.StubCollector;

/**
 * Runs the benchmarks, started by {@code benchmarks/run}.
 */
public final class BenchmarkRunner {

	private BenchmarkRunner() {
	}

	/**
	 * Runs a scenario and prints the results.
	 * @param args the directory of the repository, then {@code drain} or {@code peers}
	 * with the number of rounds, the number of messages and the names of the cases (all,
	 * or the peers, if there are none); {@code regress} with the number of rounds, the
	 * number of messages and the directory of another commit, which has been built;
	 * {@code cost} with the numbers of messages at full load and at one per second;
	 * {@code latency} with messages per second, seconds, the number of rounds and the
	 * names of the cases; {@code long} with the numbers of messages and of existing rows,
	 * seconds and the names of the cases; {@code idle} with seconds; {@code scale} with
	 * the number of messages; {@code notified} with the numbers of rounds and of
	 * messages; {@code outage} with the number of notifications and seconds;
	 * {@code purge} with the number of old bookings, messages per second, and seconds
	 */
	public static void main(String[] args)
			throws IOException, InterruptedException, SQLException, GeneralSecurityException {
		Path root = Path.of(args[0]).toAbsolutePath().normalize();
		Path output = Files.createDirectories(root.resolve("benchmarks/target/results"));
		try (Sandbox sandbox = Sandbox.start();
				StubCollector collector = StubCollector.start();
				TlsEndpoint tls = TlsEndpoint.start(sandbox.sqsEndpoint().getPort(), output)) {
			Candidates candidates = new Candidates(root, collector.url(), tls);
			PostgresStatistics server = PostgresStatistics.of(sandbox);
			Path file = output.resolve(args[1] + ".json");
			Drain drain = new Drain(sandbox, server, output);
			if (!args[1].equals("purge")) { // which measures only the service
				candidates.train(drain);
				candidates.warmUp(drain);
			}
			Map<String, ?> results = switch (args[1]) {
				case "drain", "peers" -> {
					List<String> names = List.of(args).subList(4, args.length);
					Map<String, Case> cases = candidates.cases(Integer.parseInt(args[3]));
					if (names.isEmpty()) {
						names = args[1].equals("peers") ? candidates.peers() : List.copyOf(cases.keySet());
					}
					yield drain(new Rounds(drain, wanted(cases, names), file), Integer.parseInt(args[2]));
				}
				case "regress" ->
					regress(new Rounds(drain, builds(new Candidates(Path.of(args[4]), collector.url(), tls), candidates,
							Integer.parseInt(args[3])), file), Integer.parseInt(args[2]));
				case "cost" -> cost(new Cost(sandbox, server, drain), candidates.cases(Integer.parseInt(args[2])),
						Integer.parseInt(args[3]), Integer.parseInt(args[4]), List.of(args).subList(5, args.length));
				case "latency" -> latency(new Latency(sandbox, drain), candidates.cases(1), Integer.parseInt(args[2]),
						Integer.parseInt(args[3]), Integer.parseInt(args[4]), List.of(args).subList(5, args.length));
				case "long" -> longDrain(new LongDrain(sandbox, server, drain), candidates.cases(1),
						Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]),
						List.of(args).subList(5, args.length));
				case "idle" -> idle(new Idle(sandbox, drain), candidates.cases(1), Integer.parseInt(args[2]));
				case "scale" ->
					scale(new Scale(sandbox, server, drain), candidates.cases(1), Integer.parseInt(args[2]));
				case "notified" -> notified(new Deliveries(sandbox, server, drain), drain, candidates.cases(1),
						Integer.parseInt(args[2]), Integer.parseInt(args[3]));
				case "outage" -> outage(new Outage(sandbox, server, drain), candidates.cases(1),
						Integer.parseInt(args[2]), Integer.parseInt(args[3]));
				case "purge" -> purge(new PurgeBeside(sandbox, drain), candidates.cases(1), Integer.parseInt(args[2]),
						Integer.parseInt(args[3]), Integer.parseInt(args[4]));
				default -> throw new IllegalArgumentException("Unknown scenario: " + args[1]);
			};
			Files.writeString(file, Report.toJson(results));
		}
	}

	/** Each round begins with another case. */
	private static Map<String, ?> drain(Rounds rounds, int count)
			throws IOException, InterruptedException, SQLException {
		Map<String, List<Drain.Result>> results = rounds.run(count, (order) -> Collections.rotate(order, -1));
		System.out.println();
		System.out.println(Report.toMarkdown(results));
		return results;
	}

	/** The order is before, after, after, before, and so on. */
	private static Map<String, ?> regress(Rounds rounds, int count)
			throws IOException, InterruptedException, SQLException {
		Map<String, List<Drain.Result>> results = rounds.run(count, Collections::reverse);
		System.out.println();
		System.out.println(
				Report.toMarkdown(results.getOrDefault("before", List.of()), results.getOrDefault("after", List.of())));
		return results;
	}

	private static Map<String, Case> builds(Candidates before, Candidates after, int messages) {
		Map<String, Case> builds = new LinkedHashMap<>();
		builds.put("before", Objects.requireNonNull(before.cases(messages).get("service")));
		builds.put("after", Objects.requireNonNull(after.cases(messages).get("service")));
		return builds;
	}

	private static Map<String, Case> wanted(Map<String, Case> cases, List<String> names) {
		Map<String, Case> wanted = new LinkedHashMap<>();
		for (String name : names) {
			Case found = cases.get(name);
			if (found == null) {
				throw new IllegalArgumentException("There is no case %s. The cases are: %s. %s needs Node.js."
					.formatted(name, String.join(", ", cases.keySet()), Report.REFERENCE));
			}
			wanted.put(name, found);
		}
		return wanted;
	}

	private static Map<String, ?> cost(Cost cost, Map<String, Case> cases, int messages, int rate, List<String> names)
			throws IOException, InterruptedException, SQLException {
		Map<String, Cost.Result> results = new LinkedHashMap<>();
		for (Map.Entry<String, Case> each : wanted(cases, names).entrySet()) {
			Candidate candidate = each.getValue().candidate();
			results.put(each.getKey(), cost.atFullLoad(candidate, each.getValue().load()));
			results.put("%s, %d/s".formatted(each.getKey(), rate), cost.atRate(candidate, messages, rate));
		}
		results.forEach((name, result) -> System.out.printf(
				"%-28s per message: %.3f requests %s, %.3f round trips, %.3f commits, %,.0f bytes of WAL%n", name,
				result.requests(), result.byAction(), result.roundTrips(), result.commits(), result.wal()));
		return results;
	}

	private static Map<String, ?> latency(Latency latency, Map<String, Case> cases, int rate, int seconds, int rounds,
			List<String> wanted) throws IOException, InterruptedException, SQLException {
		Map<String, List<Latency.Result>> results = new LinkedHashMap<>();
		for (int round = 1; round <= rounds; round++) {
			for (Map.Entry<String, Case> each : wanted(cases, wanted).entrySet()) {
				String name = each.getKey();
				Latency.Result result = latency.run(each.getValue().candidate(), rate, seconds);
				System.out.printf("round %d, %-26s p50 %.1f ms, p99 %.1f ms, max %.1f ms%n", round, name, result.p50(),
						result.p99(), result.max());
				results.computeIfAbsent(name, (key) -> new ArrayList<>()).add(result);
			}
		}
		results.forEach((name, each) -> System.out.printf("median,  %-26s p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
				name, Report.median(each, Latency.Result::p50), Report.median(each, Latency.Result::p99),
				Report.median(each, Latency.Result::max)));
		return results;
	}

	private static Map<String, ?> longDrain(LongDrain drain, Map<String, Case> cases, int messages, int oldRows,
			int seconds, List<String> wanted) throws IOException, InterruptedException, SQLException {
		Map<String, LongDrain.Result> results = new LinkedHashMap<>();
		for (Map.Entry<String, Case> each : wanted(cases, wanted).entrySet()) {
			String name = each.getKey();
			for (int rows : (oldRows == 0) ? List.of(0) : List.of(0, oldRows)) {
				LongDrain.Result result = drain.run(each.getValue().candidate(), messages, rows, seconds);
				System.out.printf(
						"%-20s %,9d old rows, first half %,.0f/s, second half %,.0f/s; "
								+ "%.2f and %.2f s CPU per 1,000; %.0f MiB%n",
						name, rows, result.rate(0, 0.5), result.rate(0.5, 1), result.cpu(0, 0.5), result.cpu(0.5, 1),
						result.memory());
				results.put(name + ", " + rows + " old rows", result);
			}
		}
		return results;
	}

	private static Map<String, ?> idle(Idle idle, Map<String, Case> cases, int seconds)
			throws IOException, InterruptedException, SQLException {
		Map<String, Idle.Result> results = new LinkedHashMap<>();
		for (String name : List.of("baseline", "textbook", "service", "service-notifying")) {
			Idle.Result result = idle.run(Objects.requireNonNull(cases.get(name)).candidate(), seconds);
			System.out.printf("%-20s per hour: %.0f s of CPU, requests %s; %.0f MiB%n", name,
					result.cpuSecondsPerHour(), result.requestsPerHour(), result.memory());
			results.put(name, result);
		}
		return results;
	}

	private static Map<String, ?> scale(Scale scale, Map<String, Case> cases, int messages)
			throws IOException, InterruptedException, SQLException {
		Map<String, Scale.Result> results = new LinkedHashMap<>();
		for (int instances : List.of(1, 2, 4)) {
			Scale.Result result = scale.run(Objects.requireNonNull(cases.get("service")).candidate(), instances,
					messages);
			System.out.printf("%d instances %,.0f/s, in the middle %,.0f/s%n", instances, result.rate(),
					result.middleRate());
			results.put(instances + " instances", result);
		}
		return results;
	}

	/** The rate without notifications, in the same round, shows what they cost. */
	private static Map<String, ?> notified(Deliveries deliveries, Drain drain, Map<String, Case> cases, int rounds,
			int messages) throws IOException, InterruptedException, SQLException {
		Candidate storing = Objects.requireNonNull(cases.get("service")).candidate();
		Candidate notifying = Objects.requireNonNull(cases.get("service-notifying")).candidate();
		List<Deliveries.Result> results = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			double without = drain.run(storing, Load.of(messages)).middleRate();
			Deliveries.Result result = deliveries.run(notifying, messages);
			System.out.printf(
					"round %d, without notifications %,.0f stored/s; with %,.0f stored/s (%.2f), %,.0f sent/s, "
							+ "last mail %.1f s after the last message; %.2f s CPU per 1,000, %.0f MiB, %.1f commits%n",
					round, without, result.stored(), result.stored() / without, result.sent(), result.behind(),
					result.cpu(), result.memory(), result.commits());
			results.add(result);
		}
		return Map.of("service-notifying", results);
	}

	private static Map<String, ?> outage(Outage outage, Map<String, Case> cases, int notifications, int seconds)
			throws IOException, InterruptedException, SQLException {
		Outage.Result result = outage.run(Objects.requireNonNull(cases.get("service-notifying")).candidate(),
				notifications, seconds);
		System.out.printf("""
				commits per second: idle %.2f, while %,d notifications wait %.2f
				heap after a full collection: idle %.1f MiB, waiting %.1f MiB; resident %.0f and %.0f MiB
				drained in %.0f s, at most %d within a second; %d notifications needed more than one attempt
				""", result.idleCommits(), notifications, result.waitingCommits(), result.idleHeap(),
				result.waitingHeap(), result.idleMemory(), result.waitingMemory(), result.drainSeconds(),
				result.mostPerSecond(), result.repeated());
		return Map.of("service-notifying", result);
	}

	private static Map<String, ?> purge(PurgeBeside purge, Map<String, Case> cases, int bookings, int rate, int seconds)
			throws IOException, InterruptedException, SQLException {
		PurgeBeside.Result result = purge.run(Objects.requireNonNull(cases.get("service")).candidate(), rate, seconds,
				bookings);
		System.out.printf("""
				without the purge: p50 %.1f ms, p99 %.1f ms
				beside the purge of %,d bookings (%d messages): p50 %.1f ms, p99 %.1f ms
				%.0f s from the start of the service to the end of the purge
				""", result.p50Without(), result.p99Without(), bookings, result.messagesBeside(), result.p50Beside(),
				result.p99Beside(), result.seconds());
		return Map.of("service", result);
	}

	/**
	 * A candidate and the messages that it consumes.
	 */
	record Case(Candidate candidate, Load load) {
	}

}
