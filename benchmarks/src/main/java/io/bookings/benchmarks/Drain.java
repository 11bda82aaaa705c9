package io.bookings.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.bookings.sandbox.Ports;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;

/**
 * Measures a process that starts and empties a queue.
 */
final class Drain {

	private static final int LONGEST_SECONDS = 600;

	/** Long enough for a JVM that writes its AOT cache when it stops. */
	private static final Duration STOPPED_WITHIN = Duration.ofMinutes(5);

	private final Sandbox sandbox;

	private final PostgresStatistics server;

	private final Path logs;

	Drain(Sandbox sandbox, PostgresStatistics server, Path logs) {
		this.sandbox = sandbox;
		this.server = server;
		this.logs = logs;
	}

	/**
	 * Measures one run, with queues and a database of its own.
	 * @throws IllegalStateException if not every booking was stored once
	 */
	Result run(Candidate candidate, Load load) throws IOException, InterruptedException, SQLException {
		return run(candidate, this.sandbox.isolated(ServiceKind.PROVIDER), load, UnaryOperator.identity());
	}

	/**
	 * Measures one run with changed variables, after the consumer has created its tables.
	 */
	Result runWithTables(Candidate candidate, Load load, UnaryOperator<String> route)
			throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		createTables(candidate, service);
		return run(candidate, service, load, route);
	}

	private Result run(Candidate candidate, SandboxService service, Load load, UnaryOperator<String> route)
			throws IOException, InterruptedException, SQLException {
		if (load.again()) {
			Backlog.publish(service, Load.of(load.bookings()));
			drain(candidate, service, load.bookings(), UnaryOperator.identity());
		}
		if (load.undelivered()) {
			forbidDeliveries(candidate, service);
		}
		Backlog.publish(service, load);
		Result measured = drain(candidate, service, load.messages(), route);
		long stored = PostgresStatistics.commits(service).stream().mapToLong(PostgresStatistics.Commit::bookings).sum();
		if (stored != load.bookings() || !service.deadLetterMessages().isEmpty()) {
			throw new IllegalStateException(
					"%s stored %d of %d bookings".formatted(candidate.name(), stored, load.bookings()));
		}
		return load.again() ? measured.withoutTimesOfCommits() : measured;
	}

	/**
	 * Lets a consumer create its tables, and then forbids the delivery of notifications,
	 * but not their scheduling.
	 */
	private void forbidDeliveries(Candidate candidate, SandboxService service)
			throws IOException, InterruptedException, SQLException {
		createTables(candidate, service);
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("revoke update on scheduled_tasks from current_user");
		}
	}

	private void createTables(Candidate candidate, SandboxService service)
			throws IOException, InterruptedException, SQLException {
		Backlog.publish(service, Load.of(1));
		drain(candidate, service, 1, UnaryOperator.identity());
	}

	private Result drain(Candidate candidate, SandboxService service, int messages, UnaryOperator<String> route)
			throws IOException, InterruptedException, SQLException {
		this.server.checkpoint();
		PostgresStatistics.Counters before = this.server.counters(service);
		double start = now();
		ServiceProcess process = start(candidate, service, route);
		try (ProcessUsage usage = ProcessUsage.of(process)) {
			awaitEmpty(service, process);
			double empty = now();
			double cpu = usage.cpuSeconds();
			double memory = usage.peakMemory();
			stop(process);
			PostgresStatistics.Counters after = this.server.counters(service);
			List<PostgresStatistics.Commit> commits = PostgresStatistics.commits(service);
			double begin = PostgresStatistics.timeOf(commits, 0.1);
			double end = PostgresStatistics.timeOf(commits, 0.9);
			double middle = 0.8 * messages;
			double half = PostgresStatistics.timeOf(commits, 0.5);
			double lastCommit = commits.getLast().time();
			double firstCommit = commits.stream()
				.mapToDouble(PostgresStatistics.Commit::time)
				.filter((time) -> time >= start)
				.findFirst()
				.orElse(Double.NaN);
			return new Result(messages, firstCommit - start, usage.cpuSecondsAt(firstCommit),
					messages / (empty - start), 1000 * cpu / messages, middle / (end - begin),
					1000 * (usage.cpuSecondsAt(end) - usage.cpuSecondsAt(begin)) / middle,
					1000 * (usage.cpuSecondsAt(lastCommit) - usage.cpuSecondsAt(half)) / (0.5 * messages), memory,
					(double) (after.commits() - before.commits()) / messages,
					(double) (after.walBytes() - before.walBytes()) / messages);
		}
		finally {
			process.close();
		}
	}

	/**
	 * Starts a consumer.
	 * @param route changes the value of each variable
	 */
	ServiceProcess start(Candidate candidate, SandboxService service, UnaryOperator<String> route) throws IOException {
		Path log = this.logs.resolve(candidate.name() + ".log");
		Files.deleteIfExists(log);
		Map<String, String> environment = service.environment();
		environment.replaceAll((name, value) -> route.apply(value));
		environment.put("SPRING_CLOUD_AWS_SQS_ENDPOINT", route.apply(this.sandbox.sqsEndpoint().toString()));
		environment.putAll(candidate.environment());
		return ServiceProcess.start(candidate.name(), candidate.command(), environment, Ports.free(), log);
	}

	private static double now() {
		return System.currentTimeMillis() / 1000.0;
	}

	static void awaitEmpty(SandboxService service, ServiceProcess process) throws InterruptedException {
		long begin = System.nanoTime();
		while (!service.messages().isEmpty()) {
			if (process.hasExited(Duration.ofMillis(100))) {
				throw process.exited();
			}
			if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
				throw new IllegalStateException("The consumer did not empty the queue in time");
			}
		}
	}

	static void stop(ServiceProcess process) throws InterruptedException {
		process.requestStop();
		if (!process.hasExited(STOPPED_WITHIN)) {
			throw new IllegalStateException("The consumer did not stop in time. See " + process.log());
		}
	}

	/**
	 * The messages in the queue.
	 *
	 * @param bookings the number of different bookings
	 * @param messages the number of messages, with the duplicates
	 * @param again whether all bookings were processed before
	 * @param undelivered whether notifications are scheduled but not delivered; one of
	 * the bookings was processed before
	 * @param padding the length of an additional field that the contract does not define
	 */
	record Load(int bookings, int messages, boolean again, boolean undelivered, int padding) {

		static Load of(int messages) {
			return new Load(messages, messages, false, false, 0);
		}

	}

	/**
	 * The results.
	 *
	 * @param messages in the queue when the process started
	 * @param firstCommit seconds from the start of the process to the first commit; NaN
	 * if all were processed before
	 * @param firstCommitCpu CPU seconds until the first commit; NaN if all were processed
	 * before
	 * @param rate messages per second, from the start of the process to the empty queue
	 * @param cpu CPU seconds per 1,000 messages, the start included
	 * @param middleRate messages per second between the first and the last tenth; NaN if
	 * all were processed before
	 * @param middleCpu CPU seconds per 1,000 messages in the same period
	 * @param warmCpu CPU seconds per 1,000 messages in the second half of the bookings;
	 * NaN if all were processed before
	 * @param memory peak of the process, MiB
	 * @param commits per message
	 * @param wal bytes of write-ahead log per message
	 */
	record Result(int messages, double firstCommit, double firstCommitCpu, double rate, double cpu, double middleRate,
			double middleCpu, double warmCpu, double memory, double commits, double wal) {

		Result withoutTimesOfCommits() {
			return new Result(this.messages, Double.NaN, Double.NaN, this.rate, this.cpu, Double.NaN, Double.NaN,
					Double.NaN, this.memory, this.commits, this.wal);
		}

	}

}
