package io.bookings.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;

/**
 * Measures several instances on one queue and one database.
 */
final class Scale {

	private final Sandbox sandbox;

	private final PostgresStatistics server;

	private final Drain drain;

	Scale(Sandbox sandbox, PostgresStatistics server, Drain drain) {
		this.sandbox = sandbox;
		this.server = server;
		this.drain = drain;
	}

	/**
	 * Starts all instances at the same time and waits until the queue is empty.
	 * @throws IllegalStateException if not every booking was stored once
	 */
	Result run(Candidate candidate, int instances, int messages)
			throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		Backlog.publish(service, Load.of(messages));
		this.server.checkpoint();
		double start = System.currentTimeMillis() / 1000.0;
		List<ServiceProcess> processes = new ArrayList<>();
		try {
			for (int i = 0; i < instances; i++) {
				processes.add(this.drain.start(candidate, service, UnaryOperator.identity()));
			}
			Drain.awaitEmpty(service, processes.getFirst());
			double end = System.currentTimeMillis() / 1000.0;
			for (ServiceProcess process : processes) {
				Drain.stop(process);
			}
			List<PostgresStatistics.Commit> commits = PostgresStatistics.commits(service);
			int stored = commits.stream().mapToInt(PostgresStatistics.Commit::bookings).sum();
			if (stored != messages || !service.deadLetterMessages().isEmpty()) {
				throw new IllegalStateException(
						"%d instances stored %d of %d bookings".formatted(instances, stored, messages));
			}
			return new Result(instances, messages / (end - start), 0.8 * messages
					/ (PostgresStatistics.timeOf(commits, 0.9) - PostgresStatistics.timeOf(commits, 0.1)));
		}
		finally {
			processes.forEach(ServiceProcess::close);
		}
	}

	/**
	 * The results.
	 *
	 * @param instances the number of instances
	 * @param rate messages per second, from the start of the processes to the empty queue
	 * @param middleRate messages per second between the first and the last tenth
	 */
	record Result(int instances, double rate, double middleRate) {
	}

}
