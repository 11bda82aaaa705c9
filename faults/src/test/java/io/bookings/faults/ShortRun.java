package io.bookings.faults;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.bookings.sandbox.ServiceKind;

/**
 * A short run with one instance of each service.
 */
final class ShortRun {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();

	private ShortRun() {
	}

	/**
	 * Runs, and prints the verdict.
	 * @param sabotage the name of the class that adds a bug to the services; empty for
	 * none
	 */
	static Verdict of(long seed, int bookings, Set<ServiceKind> services, List<Fault> faults, String sabotage)
			throws InterruptedException, SQLException {
		List<Path> additionalClassPath = sabotage.isEmpty() ? List.of()
				: List.of(CLASSES, CLASSES.resolve("sabotage").resolve(sabotage));
		Verdict verdict = FaultRun.run(new RunSettings(ROOT, Path.of("target", "run-" + seed + sabotage), seed,
				bookings, Duration.ofSeconds(15), services, 1, Duration.ofSeconds(6), faults, Duration.ZERO,
				additionalClassPath));
		System.out.println(verdict.toText());
		return verdict;
	}

}
