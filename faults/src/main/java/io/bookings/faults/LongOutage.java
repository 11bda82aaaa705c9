package io.bookings.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.bookings.sandbox.SandboxService;

/**
 * PostgreSQL away for minutes, while messages go on coming in.
 */
final class LongOutage {

	/** Enough for both services to be at work. */
	private static final Duration BEFORE = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private final TestEnvironment environment;

	LongOutage(TestEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Lets it happen.
	 * @param length how long PostgreSQL is away
	 * @return how long after its return both services had stored a booking again
	 */
	Duration happen(Duration length) throws InterruptedException, SQLException {
		Thread.sleep(BEFORE);
		Runnable end = this.environment.postgres().enter(Fault.State.STOPPED);
		Thread.sleep(length);
		end.run();
		long returned = System.nanoTime();
		Map<SandboxService, Long> before = new LinkedHashMap<>();
		for (SandboxService service : this.environment.services()) {
			before.put(service, stored(service));
		}
		Duration passed = Duration.ZERO;
		while (!before.isEmpty() && passed.compareTo(TIMEOUT) < 0) {
			Thread.sleep(20);
			for (SandboxService service : this.environment.services()) {
				if (before.containsKey(service) && stored(service) > before.get(service)) {
					before.remove(service);
				}
			}
			passed = Duration.ofNanos(System.nanoTime() - returned);
		}
		return passed;
	}

	private static long stored(SandboxService service) throws SQLException {
		return FaultRun.count(service, "select count(*) from processed_booking");
	}

}
