package io.bookings.faults;

import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.bookings.sandbox.SandboxService;

/**
 * An outage of PostgreSQL for several minutes, while messages arrive.
 */
final class LongOutage {

	/** Long enough for all services to process messages. */
	private static final Duration BEFORE = Duration.ofSeconds(30);

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private final TestEnvironment environment;

	LongOutage(TestEnvironment environment) {
		this.environment = environment;
	}

	/**
	 * Stops PostgreSQL and starts it again.
	 * @param length the duration of the outage
	 * @return the time from the start of PostgreSQL until all services have stored a
	 * booking
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
