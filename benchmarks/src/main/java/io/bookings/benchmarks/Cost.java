package io.bookings.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import io.bookings.sandbox.TcpProxy;

/**
 * Counts the requests of a consumer to the servers, with proxies between them. The
 * durations of such a run are not meaningful.
 */
final class Cost {

	private static final int MESSAGES_BEFORE = 10;

	/** PostgreSQL updates its statistics of an idle connection within ten seconds. */
	private static final int REST_SECONDS = 20;

	private final Sandbox sandbox;

	private final PostgresStatistics server;

	private final Drain drain;

	Cost(Sandbox sandbox, PostgresStatistics server, Drain drain) {
		this.sandbox = sandbox;
		this.server = server;
		this.drain = drain;
	}

	/**
	 * Counts while a consumer starts and empties a queue. Its tables exist.
	 */
	Result atFullLoad(Candidate candidate, Load load) throws IOException, InterruptedException, SQLException {
		try (Proxies proxies = proxies()) {
			Drain.Result result = this.drain.runWithTables(candidate, load, proxies::route);
			return proxies.result(load.messages(), result.commits(), result.wal());
		}
	}

	/**
	 * Counts while messages come at a constant rate, after the consumer has been at work
	 * and at rest. What it does on its own meanwhile is included.
	 * @param messages the number of messages
	 * @param rate messages per second
	 */
	Result atRate(Candidate candidate, int messages, int rate) throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		Backlog.publish(service, Load.of(MESSAGES_BEFORE));
		try (Proxies proxies = proxies()) {
			ServiceProcess process = this.drain.start(candidate, service, proxies::route);
			try {
				Drain.awaitEmpty(service, process);
				TimeUnit.SECONDS.sleep(REST_SECONDS);
				PostgresStatistics.Counters before = this.server.counters(service);
				proxies.reset();
				Pace pace = new Pace(rate);
				for (int i = 0; i < messages; i++) {
					pace.await(i);
					service.send(Backlog.body(MESSAGES_BEFORE + i, ""));
				}
				Drain.awaitEmpty(service, process);
				Drain.stop(process);
				PostgresStatistics.Counters after = this.server.counters(service);
				return proxies.result(messages, (double) (after.commits() - before.commits()) / messages,
						(double) (after.walBytes() - before.walBytes()) / messages);
			}
			finally {
				process.close();
			}
		}
	}

	private Proxies proxies() throws IOException {
		return new Proxies(this.sandbox.sqsEndpoint(),
				URI.create(this.sandbox.provider().jdbcUrl().substring("jdbc:".length())).getPort());
	}

	/**
	 * The counts, each per message.
	 *
	 * @param requests to SQS
	 * @param byAction requests to SQS by action
	 * @param roundTrips to PostgreSQL and back
	 * @param commits of transactions
	 * @param wal bytes of write-ahead log
	 */
	record Result(double requests, Map<String, Double> byAction, double roundTrips, double commits, double wal) {
	}

	/**
	 * A proxy for each server.
	 */
	private static final class Proxies implements AutoCloseable {

		private final Map<String, AtomicLong> actions = new ConcurrentHashMap<>();

		private final AtomicLong roundTrips = new AtomicLong();

		private final String queueUrl;

		private final int databasePort;

		private final TcpProxy queue;

		private final TcpProxy database;

		Proxies(URI sqs, int databasePort) throws IOException {
			this.queueUrl = sqs.toString().replaceAll("/$", "");
			this.databasePort = databasePort;
			this.queue = TcpProxy.start(sqs.getPort(), () -> new SqsRequestCounter(this.actions));
			this.database = TcpProxy.start(databasePort, () -> new RoundTripCounter(this.roundTrips));
		}

		/**
		 * Replaces the address of a server with that of its proxy.
		 */
		String route(String value) {
			return value.replace(this.queueUrl, "http://127.0.0.1:" + this.queue.port())
				.replace(":" + this.databasePort + "/", ":" + this.database.port() + "/");
		}

		void reset() {
			this.actions.clear();
			this.roundTrips.set(0);
		}

		Result result(int messages, double commits, double wal) {
			Map<String, Double> requests = new TreeMap<>();
			this.actions.forEach((action, count) -> requests.put(action, count.doubleValue() / messages));
			return new Result(requests.values().stream().mapToDouble(Double::doubleValue).sum(), requests,
					this.roundTrips.doubleValue() / messages, commits, wal);
		}

		@Override
		public void close() {
			this.queue.close();
			this.database.close();
		}

	}

}
