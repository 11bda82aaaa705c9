package io.bookings.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

import io.bookings.sandbox.SandboxService;

/**
 * One run: publishes messages while faults are active, waits until all messages are
 * settled, and checks the result.
 */
final class FaultRun {

	/**
	 * The faults delay messages, and the machine may have a high load.
	 */
	private static final Duration SETTLED_WITHIN = Duration.ofMinutes(30);

	/** The promise after an outage. */
	private static final Duration CONSUMING_AGAIN_WITHIN = Duration.ofSeconds(10);

	private final RunSettings settings;

	/**
	 * The ten concurrent sends of one instance in db-scheduler, each of which a long
	 * fault can interrupt twice.
	 */
	private static final int SENDS_OF_AN_INSTANCE = 20;

	private final List<Fault> injected = new ArrayList<>();

	private FaultRun(RunSettings settings) {
		this.settings = settings;
	}

	/**
	 * Runs and checks.
	 * @return the verdict
	 */
	static Verdict run(RunSettings settings) throws InterruptedException, SQLException {
		try (TestEnvironment environment = TestEnvironment.start(settings)) {
			return new FaultRun(settings).in(environment);
		}
	}

	private Verdict in(TestEnvironment environment) throws InterruptedException, SQLException {
		ExpectedState expected = new ExpectedState(this.settings.seed(), this.settings.bookings());
		insertContacts(environment);
		Publisher publisher = new Publisher(expected, environment.services());
		CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(publisher),
				(task) -> Thread.ofPlatform().name("publisher").daemon().start(task));
		Duration consumingAgain = Duration.ZERO;
		if (this.settings.outage().isZero()) {
			inject(environment, publishing);
		}
		else {
			consumingAgain = new LongOutage(environment).happen(this.settings.outage());
			this.injected.add(new Fault.Database(Fault.State.STOPPED));
		}
		publishing.join();
		long settledAfter = awaitSettled(environment);
		publisher.publishLastDuplicates();
		awaitSettled(environment);
		Checker checker = new Checker(expected, publisher.candidates(), environment.mail().mails());
		checker.check(environment.services());
		Map<String, Long> figures = new LinkedHashMap<>();
		figures.put("bookings", (long) expected.bookings());
		figures.put("messages sent", publisher.sent());
		figures.putAll(checker.figures());
		figures.put("commits whose response was dropped", environment.proxy(Fault.Peer.DATABASE).responsesDropped());
		figures.put("requests to SQS with an injected fault", environment.sqs().modified());
		figures.put("instances that exited and were restarted", (long) environment.restarts());
		figures.put("seconds from the last fault until everything was settled", settledAfter);
		Findings findings = checker.findings();
		if (!this.settings.outage().isZero()) {
			figures.put("minutes of the outage", this.settings.outage().toMinutes());
			figures.put("milliseconds from the start of PostgreSQL until all services stored again",
					consumingAgain.toMillis());
			if (consumingAgain.compareTo(CONSUMING_AGAIN_WITHIN) > 0) {
				findings.add("consumption resumed late", consumingAgain.toString());
			}
		}
		findings.expect("service that did not stop in 30 s", "instances", 0, environment.slowStops());
		long repeatedMails = checker.repeatedMails() - environment.mail().disconnects();
		if (repeatedMails > SENDS_OF_AN_INSTANCE * this.settings.instances() * count(Fault::canRepeatMails)) {
			findings.add("unexplained repeats", repeatedMails + " mails");
		}
		if (checker.repeatedDeadLetters() > 0 && count(Fault::canRepeatDeadLetters) == 0) {
			findings.add("unexplained repeats", checker.repeatedDeadLetters() + " dead letters");
		}
		Map<String, Integer> faults = new TreeMap<>();
		this.injected.forEach((fault) -> faults.merge(fault.label(), 1, Integer::sum));
		return new Verdict(this.settings.seed(), figures, faults, findings.byKind());
	}

	private long count(Predicate<Fault> injected) {
		return this.injected.stream().filter(injected).count();
	}

	private void publish(Publisher publisher) {
		try {
			publisher.publish(this.settings.duration());
		}
		catch (InterruptedException ex) {
			throw new CompletionException(ex);
		}
	}

	private void inject(TestEnvironment environment, CompletableFuture<?> publishing) throws InterruptedException {
		Random random = new Random(this.settings.seed());
		FaultPlan plan = new FaultPlan(this.settings.faults(), this.settings.longestFault(), this.settings.seed());
		Injector injector = new Injector(environment, random);
		while (!publishing.isDone() && !this.settings.faults().isEmpty()) {
			FaultPlan.Round round = plan.next();
			say("%s for %d ms".formatted(String.join(", ", round.faults().stream().map(Fault::label).toList()),
					round.hold().toMillis()));
			List<Runnable> ends = new ArrayList<>();
			for (Fault fault : round.faults()) {
				ends.add(injector.inject(fault));
				this.injected.add(fault);
			}
			Thread.sleep(round.hold());
			Collections.reverse(ends);
			ends.forEach(Runnable::run);
			Thread.sleep(round.rest());
		}
	}

	/**
	 * Waits until all messages and notifications are settled, or until the time has
	 * passed. The checker reports what is left.
	 * @return the duration in seconds
	 */
	private static long awaitSettled(TestEnvironment environment) throws InterruptedException, SQLException {
		long begin = System.nanoTime();
		while (!isSettled(environment) && System.nanoTime() - begin < SETTLED_WITHIN.toNanos()) {
			Thread.sleep(250);
		}
		return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
	}

	private static boolean isSettled(TestEnvironment environment) throws SQLException {
		for (SandboxService service : environment.services()) {
			if (!service.messages().isEmpty() || count(service, "select count(*) from scheduled_tasks") > 0) {
				return false;
			}
		}
		return true;
	}

	static long count(SandboxService service, String sql) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getLong(1);
		}
	}

	static void insertContacts(TestEnvironment environment) throws SQLException {
		for (SandboxService service : environment.services()) {
			try (Connection connection = service.dataSource().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("""
						insert into %2$s (%1$s_id, name, email, locale, time_zone, channels, updated_at)
						select '%1$s-' || i, 'Anna', '%1$s-' || i || '@example.com', 'de-DE', 'Europe/Berlin',
							'{email}', now()
						from generate_series(0, %3$d) as i""".formatted(service.kind().recipient(),
						service.kind().contactTable(), ExpectedState.RECIPIENTS - 1));
			}
		}
	}

	private static void say(String text) {
		System.out.println(time() + "  " + text);
	}

	static LocalTime time() {
		return LocalTime.now().truncatedTo(ChronoUnit.SECONDS);
	}

}
