package io.bookings.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;

import io.bookings.events.BookingEventCodec;
import io.bookings.sandbox.SandboxService;

/**
 * Makes each alert fire by causing its problem, and checks that it clears afterwards.
 * Started by {@code faults/alerts}. The rules are those of the repository, with their
 * real durations. Therefore all scenarios run at the same time, each with its own
 * service, sandbox and Prometheus.
 */
public final class AlertScenarioRunner {

	/** The slowest alert takes 20 minutes to fire, and 15 to clear. */
	private static final Duration TIMEOUT = Duration.ofMinutes(40);

	/** Several scrapes: an increase is measured from the first one. */
	private static final Duration BASELINE_PERIOD = Duration.ofMinutes(1);

	/** Long enough for the service to consume the messages that were sent. */
	private static final Duration IN_FLIGHT_PERIOD = Duration.ofSeconds(5);

	/** Limits the number of services that start at the same time. */
	private static final Semaphore starting = new Semaphore(2);

	private final AlertScenario scenario;

	private final Path root;

	private final Path output;

	private final Map<String, Duration> fired = new LinkedHashMap<>();

	private final Map<String, Duration> cleared = new LinkedHashMap<>();

	private volatile boolean active;

	private volatile boolean broken;

	private AlertScenarioRunner(AlertScenario scenario, Path root, Path output) {
		this.scenario = scenario;
		this.root = root;
		this.output = output;
	}

	/**
	 * Runs the scenarios, prints a table, and exits with 1 if an alert did not fire or
	 * did not clear.
	 * @param args the directory of the repository, then the names of alerts, to test only
	 * those
	 */
	public static void main(String[] args) throws InterruptedException {
		Path root = Path.of(args[0]).toAbsolutePath().normalize();
		List<String> selected = List.of(args).subList(1, args.length);
		Set<String> unknown = new TreeSet<>(selected);
		List<AlertScenario> scenarios = AlertScenario.all();
		scenarios.forEach((scenario) -> unknown.removeAll(scenario.alerts()));
		if (!unknown.isEmpty()) {
			System.err.println("Unknown alerts: " + String.join(", ", unknown));
			System.exit(2);
		}
		List<AlertScenarioRunner> runners = new ArrayList<>();
		for (AlertScenario scenario : scenarios) {
			if (!selected.isEmpty() && Collections.disjoint(scenario.alerts(), selected)) {
				continue;
			}
			Path output = root.resolve("faults/target/alerts-" + runners.size());
			runners.add(new AlertScenarioRunner(scenario, root, output));
		}
		try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
			runners.forEach((runner) -> executor.execute(runner::run));
		}
		System.out.println("| problem | alert | fires after | clears after the end of the problem |");
		System.out.println("|---|---|---|---|");
		boolean good = true;
		for (AlertScenarioRunner runner : runners) {
			good &= runner.report();
		}
		System.exit(good ? 0 : 1);
	}

	private void run() {
		try {
			runScenario();
		}
		catch (Exception ex) {
			this.broken = true;
			StringWriter trace = new StringWriter();
			ex.printStackTrace(new PrintWriter(trace, true));
			say("failed: " + trace);
		}
	}

	private void runScenario() throws Exception {
		starting.acquire();
		TestEnvironment environment;
		try {
			environment = TestEnvironment.start(new RunSettings(this.root, this.output, 1, 0, TIMEOUT,
					this.scenario.services(), 1, Duration.ZERO, List.of(), Duration.ZERO, List.of()),
					this.scenario.environment());
		}
		finally {
			starting.release();
		}
		try (environment;
				Prometheus prometheus = Prometheus.start(this.root.resolve("observability/alerts.yml"),
						this.scenario.kind().serviceName(),
						environment.instances(this.scenario.kind()).getFirst().port(), this.output)) {
			FaultRun.insertContacts(environment);
			Thread publisher = Thread.startVirtualThread(() -> publish(environment.services()));
			try {
				prometheus.awaitFirstScrape();
				happen(environment, prometheus);
			}
			finally {
				publisher.interrupt();
				publisher.join();
			}
		}
	}

	private void happen(TestEnvironment environment, Prometheus prometheus) throws Exception {
		Thread.sleep(BASELINE_PERIOD);
		Set<String> before = prometheus.firing();
		if (this.scenario.alerts().stream().anyMatch(before::contains)) {
			throw new IllegalStateException("These alerts fire before the problem begins: " + before);
		}
		say("begins");
		long begin = System.nanoTime();
		this.active = true;
		Runnable end = this.scenario.cause().happen(environment);
		awaitFiring(prometheus, begin);
		say("ends");
		this.active = false;
		Thread.sleep(IN_FLIGHT_PERIOD);
		long over = System.nanoTime();
		end.run();
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (this.cleared.size() < this.fired.size() && System.nanoTime() < deadline) {
			Set<String> firing = prometheus.firing();
			for (String alert : this.fired.keySet()) {
				if (!firing.contains(alert) && !this.cleared.containsKey(alert)) {
					this.cleared.put(alert, Duration.ofNanos(System.nanoTime() - over));
					say(alert + " has cleared");
				}
			}
			Thread.sleep(1000);
		}
	}

	private void awaitFiring(Prometheus prometheus, long begin) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (!this.fired.keySet().containsAll(this.scenario.alerts()) && System.nanoTime() < deadline) {
			Set<String> firing = prometheus.firing();
			for (String alert : this.scenario.alerts()) {
				if (firing.contains(alert) && !this.fired.containsKey(alert)) {
					this.fired.put(alert, Duration.ofNanos(System.nanoTime() - begin));
					say(alert + " fires");
				}
			}
			Thread.sleep(1000);
		}
	}

	private void publish(List<SandboxService> services) {
		ExpectedState expected = new ExpectedState(1, Integer.MAX_VALUE);
		try {
			for (int number = 0;; number++) {
				for (SandboxService service : services) {
					service.send(BookingEventCodec.encode(service.kind().event(expected.booking(number, false))));
					if (this.active && this.scenario.withMalformed()) {
						service.send("{\"bookingId\":");
					}
				}
				Thread.sleep(Math.max(1, 1000 / this.scenario.bookingsPerSecond()));
			}
		}
		catch (InterruptedException | AbortedException ex) {
			Thread.currentThread().interrupt(); // The scenario has ended.
		}
	}

	/**
	 * Prints the rows of the table.
	 * @return whether each alert has fired and cleared without another failure
	 */
	private boolean report() {
		this.scenario.alerts()
			.forEach((alert) -> System.out.println("| %s | %s | %s | %s |".formatted(this.scenario.label(), alert,
					text(this.fired.get(alert)), text(this.cleared.get(alert)))));
		return !this.broken && this.cleared.keySet().containsAll(this.scenario.alerts());
	}

	private static String text(@Nullable Duration duration) {
		return (duration != null) ? "%d:%02d min".formatted(duration.toMinutes(), duration.toSecondsPart()) : "never";
	}

	private void say(String text) {
		System.out.println(FaultRun.time() + "  " + this.scenario.label() + ": " + text);
	}

}
