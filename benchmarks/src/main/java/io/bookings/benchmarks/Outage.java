package io.bookings.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import io.bookings.sandbox.TcpProxy;

/**
 * Measures what notifications cost that wait in an outage of the mail server, and how
 * long they take afterwards.
 */
final class Outage {

	private static final Duration TIMEOUT = Duration.ofHours(2);

	/** Long enough for the last transactions of the notifications that begin to wait. */
	private static final int REST_SECONDS = 20;

	private final Sandbox sandbox;

	private final PostgresStatistics server;

	private final Drain drain;

	Outage(Sandbox sandbox, PostgresStatistics server, Drain drain) {
		this.sandbox = sandbox;
		this.server = server;
		this.drain = drain;
	}

	/**
	 * Measures an outage with the default settings.
	 * @param notifications the number of notifications that wait
	 * @param seconds how long to measure while they wait
	 */
	Result run(Candidate candidate, int notifications, int seconds)
			throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		try (TcpProxy mail = TcpProxy.start(service.smtpPort())) {
			mail.behave(TcpProxy.Behaviour.REFUSING);
			ServiceProcess process = this.drain.start(candidate.withMailServer(mail.port()), service, (value) -> value);
			try (ProcessUsage usage = ProcessUsage.of(process)) {
				process.awaitReady(Instant.now().plus(Duration.ofMinutes(2)));
				insertContacts(service);
				double idleHeap = heap(process);
				double idleMemory = usage.memory();
				double idleCommits = commitsPerSecond(service, seconds);
				Backlog.publish(service, Load.of(notifications));
				await(service, process, "select count(*) from notification where wait_status = 'WAITING'",
						notifications);
				TimeUnit.SECONDS.sleep(REST_SECONDS);
				double waitingHeap = heap(process);
				double waitingMemory = usage.memory();
				double waitingCommits = commitsPerSecond(service, seconds);
				mail.behave(TcpProxy.Behaviour.NORMAL);
				await(service, process, "select count(*) from notification where status = 'SENT'", notifications);
				Result result = new Result(idleCommits, waitingCommits, idleHeap, waitingHeap, idleMemory,
						waitingMemory,
						number(service, "select extract(epoch from max(sent_at) - min(sent_at)) from notification"),
						(long) number(service,
								"select max(count) from (select count(*) from notification "
										+ "group by date_trunc('second', sent_at)) as t"),
						(long) number(service, "select count(*) from notification where attempts > 1"));
				Drain.stop(process);
				return result;
			}
			finally {
				process.close();
			}
		}
	}

	private double commitsPerSecond(SandboxService service, int seconds) throws InterruptedException, SQLException {
		long before = this.server.counters(service).commits();
		TimeUnit.SECONDS.sleep(seconds);
		return (double) (this.server.counters(service).commits() - before) / seconds;
	}

	/**
	 * Returns the used heap after a full garbage collection, in MiB.
	 */
	private static double heap(ServiceProcess process) throws IOException, InterruptedException {
		String pid = Long.toString(process.handle().pid());
		String jcmd = System.getProperty("java.home") + "/bin/jcmd";
		new ProcessBuilder(jcmd, pid, "GC.run").redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
		try (HttpClient http = HttpClient.newHttpClient()) {
			URI url = URI.create("http://127.0.0.1:" + process.port() + "/actuator/prometheus");
			return http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofLines())
				.body()
				.filter((line) -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
				.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
				.sum() / (1024 * 1024);
		}
	}

	private static void await(SandboxService service, ServiceProcess process, String sql, long expected)
			throws InterruptedException, SQLException {
		long begin = System.nanoTime();
		while (number(service, sql) != expected) {
			if (process.hasExited(Duration.ofSeconds(1))) {
				throw process.exited();
			}
			if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
				throw new IllegalStateException("Not reached in time: " + sql);
			}
		}
	}

	static double number(SandboxService service, String sql) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			result.next();
			return result.getDouble(1);
		}
	}

	static void insertContacts(SandboxService service) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("""
					insert into provider_contact (provider_id, name, email, locale, time_zone, channels, updated_at)
					select 'provider-' || i, 'Anna', 'provider-' || i || '@example.com', 'de-DE', 'Europe/Berlin',
						'{email}', now()
					from generate_series(0, 499) as i""");
		}
	}

	/**
	 * The results.
	 *
	 * @param idleCommits commits per second before the outage, without messages
	 * @param waitingCommits commits per second while all notifications wait
	 * @param idleHeap used heap before, after a full garbage collection, MiB
	 * @param waitingHeap used heap while all notifications wait, MiB
	 * @param idleMemory resident before, MiB
	 * @param waitingMemory resident while all notifications wait, MiB
	 * @param drainSeconds from the first to the last sent notification
	 * @param mostPerSecond the most notifications sent within one second
	 * @param repeated notifications that needed more than one attempt
	 */
	record Result(double idleCommits, double waitingCommits, double idleHeap, double waitingHeap, double idleMemory,
			double waitingMemory, double drainSeconds, long mostPerSecond, long repeated) {
	}

}
