package io.bookings.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * The long run, started by {@code faults/run}.
 */
public final class FaultRunner {

	private FaultRunner() {
	}

	/**
	 * Runs, prints the verdict, and ends with 1 when the promise was broken.
	 * @param args the directory of the repository, then {@code --minutes},
	 * {@code --messages}, {@code --seed} and {@code --instances}, each with its value
	 */
	public static void main(String[] args) throws IOException, InterruptedException, SQLException {
		Map<String, Long> options = new HashMap<>(Map.of("--minutes", 5L, "--messages", 20_000L, "--seed",
				new Random().nextLong(1_000_000), "--instances", 2L));
		for (int i = 1; i + 1 < args.length; i += 2) {
			if (options.replace(args[i], Long.valueOf(args[i + 1])) == null) {
				throw new IllegalArgumentException("Unknown option " + args[i] + ": there are " + options.keySet());
			}
		}
		Path root = Path.of(args[0]).toAbsolutePath().normalize();
		long seed = options.get("--seed");
		System.out.println("Seed " + seed);
		Path output = root.resolve("faults/target/run-" + seed);
		RunSettings settings = new RunSettings(root, output, seed,
				(int) (options.get("--messages") / Truth.MESSAGES_OF_A_BOOKING),
				Duration.ofMinutes(options.get("--minutes")), options.get("--instances").intValue(),
				Duration.ofSeconds(20), Faults.all(), List.of());
		Verdict verdict = FaultRun.run(settings);
		Files.writeString(output.resolve("verdict.json"), verdict.toJson());
		System.out.println(verdict.toText());
		System.exit(verdict.kept() ? 0 : 1);
	}

}
