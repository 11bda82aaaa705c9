package io.bookings.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.MailSink;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;

/**
 * Measures how fast e-mails are sent while a queue is emptied. The mail server takes
 * little CPU time. The one of the sandbox, which parses and stores each mail, takes more
 * than the service.
 */
final class Deliveries {

	private static final long LONGEST_SECONDS = 1800;

	private final Sandbox sandbox;

	private final PostgresStatistics server;

	private final Drain drain;

	Deliveries(Sandbox sandbox, PostgresStatistics server, Drain drain) {
		this.sandbox = sandbox;
		this.server = server;
		this.drain = drain;
	}

	/**
	 * Starts a service that finds messages in its queue, and waits until each recipient
	 * has an e-mail.
	 * @param messages the number of messages in the queue
	 */
	Result run(Candidate candidate, int messages) throws IOException, InterruptedException, SQLException {
		try (MailSink mail = MailSink.start()) {
			Result result = measure(candidate.withMailServer(mail.port()), messages);
			if (mail.mails().size() != messages) {
				throw new IllegalStateException(
						"%d of %d bookings have an e-mail".formatted(mail.mails().size(), messages));
			}
			return result;
		}
	}

	private Result measure(Candidate candidate, int messages) throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		createTables(candidate, service);
		Outage.insertContacts(service);
		Backlog.publish(service, Load.of(messages));
		this.server.checkpoint();
		PostgresStatistics.Counters before = this.server.counters(service);
		ServiceProcess process = this.drain.start(candidate, service, (value) -> value);
		try (ProcessUsage usage = ProcessUsage.of(process)) {
			awaitSent(service, process, messages);
			double cpu = usage.cpuSeconds();
			double memory = usage.peakMemory();
			PostgresStatistics.Counters after = this.server.counters(service);
			Drain.stop(process);
			return result(service, messages, cpu, memory, (double) (after.commits() - before.commits()) / messages);
		}
		finally {
			process.close();
		}
	}

	private void createTables(Candidate candidate, SandboxService service) throws IOException, InterruptedException {
		ServiceProcess process = this.drain.start(candidate, service, (value) -> value);
		try {
			process.awaitReady(Instant.now().plusSeconds(120));
			Drain.stop(process);
		}
		finally {
			process.close();
		}
	}

	private static void awaitSent(SandboxService service, ServiceProcess process, int messages)
			throws InterruptedException, SQLException {
		long begin = System.nanoTime();
		while (Outage.number(service, "select count(*) from notification where status = 'SENT'") < messages) {
			if (process.hasExited(Duration.ofMillis(500))) {
				throw process.exited();
			}
			if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
				throw new IllegalStateException("Not all e-mails were sent in time");
			}
		}
	}

	private static Result result(SandboxService service, int messages, double cpu, double memory, double commits)
			throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(
						"""
								select 0.8 * count(*) / extract(epoch from percentile_disc(0.9) within group (order by created_at)
										- percentile_disc(0.1) within group (order by created_at)) as stored,
									0.8 * count(*) / extract(epoch from percentile_disc(0.9) within group (order by sent_at)
										- percentile_disc(0.1) within group (order by sent_at)) as sent,
									extract(epoch from max(sent_at) - max(created_at)) as behind
								from notification""")) {
			row.next();
			return new Result(messages, row.getDouble("stored"), row.getDouble("sent"), row.getDouble("behind"),
					1000 * cpu / messages, memory, commits);
		}
	}

	/**
	 * The results.
	 *
	 * @param messages in the queue when the process started
	 * @param stored messages stored per second, between the first and the last tenth
	 * @param sent e-mails sent per second, between the first and the last tenth
	 * @param behind seconds from the last stored message to the last sent e-mail
	 * @param cpu CPU seconds per 1,000 messages, the start included
	 * @param memory peak of the process, MiB
	 * @param commits per message
	 */
	record Result(int messages, double stored, double sent, double behind, double cpu, double memory, double commits) {
	}

}
