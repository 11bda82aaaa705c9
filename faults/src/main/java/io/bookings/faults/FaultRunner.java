package io.bookings.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

import io.bookings.sandbox.ServiceKind;

/**
 * The long run, started by {@code faults/run}.
 */
public final class FaultRunner {

	private static final Duration LONGEST_FAULT = Duration.ofSeconds(20);

	private FaultRunner() {
	}

	/**
	 * Runs, prints the verdict, and exits with 1 if the promise was broken.
	 * @param args the directory of the repository, then {@code --minutes},
	 * {@code --messages}, {@code --seed}, {@code --instances} and {@code --outage}, each
	 * with its value
	 */
	public static void main(String[] args) throws IOException, InterruptedException, SQLException {
		long minutes = 5;
		int messages = 20_000;
		long seed = new Random().nextLong(1_000_000);
		int instances = 2;
		long outage = 0;
		for (int i = 1; i + 1 < args.length; i += 2) {
			int value = Integer.parseInt(args[i + 1]);
			switch (args[i]) {
				case "--minutes" -> minutes = value;
				case "--messages" -> messages = value;
				case "--seed" -> seed = value;
				case "--instances" -> instances = value;
				case "--outage" -> outage = value;
				default -> throw new IllegalArgumentException("Unknown option: " + args[i]);
			}
		}
		if (outage >= minutes) {
			throw new IllegalArgumentException(
					"An outage of %d minutes needs at least --minutes %d".formatted(outage, outage + 1));
		}
		System.out.println("Seed " + seed);
		Path root = Path.of(args[0]).toAbsolutePath().normalize();
		Path output = root.resolve("faults/target/run-" + seed);
		Verdict verdict = FaultRun.run(new RunSettings(root, output, seed, messages / ServiceKind.values().length,
				Duration.ofMinutes(minutes), EnumSet.allOf(ServiceKind.class), instances, LONGEST_FAULT, Faults.all(),
				Duration.ofMinutes(outage), List.of()));
		Files.writeString(output.resolve("verdict.json"), verdict.toJson());
		System.out.println(verdict.toText());
		System.exit(verdict.kept() ? 0 : 1);
	}

}
