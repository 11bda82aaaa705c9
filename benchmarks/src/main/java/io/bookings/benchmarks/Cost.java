package io.bookings.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;

/**
 * What a consumer asks of the servers, counted by proxies between them; the times of such
 * a run mean nothing.
 */
final class Cost {

	private final Sandbox sandbox;

	private final Drain drain;

	Cost(Sandbox sandbox, Drain drain) {
		this.sandbox = sandbox;
		this.drain = drain;
	}

	/**
	 * Counts while a queue is emptied, the start included.
	 */
	Result run(Contestant contestant, Load load) throws IOException, InterruptedException, SQLException {
		AtomicLong roundTrips = new AtomicLong();
		Map<String, AtomicLong> actions = new ConcurrentHashMap<>();
		String sqs = this.sandbox.sqsEndpoint().toString().replaceAll("/$", "");
		int sqsPort = this.sandbox.sqsEndpoint().getPort();
		int databasePort = URI.create(this.sandbox.provider().jdbcUrl().substring("jdbc:".length())).getPort();
		try (CountingProxy queue = CountingProxy.start(sqsPort, () -> new Actions(actions));
				CountingProxy database = CountingProxy.start(databasePort, () -> new RoundTrips(roundTrips))) {
			UnaryOperator<String> route = (value) -> value.replace(sqs, "http://127.0.0.1:" + queue.port())
				.replace(":" + databasePort + "/", ":" + database.port() + "/");
			Drain.Result result = this.drain.run(contestant, load, route);
			Map<String, Double> requests = new TreeMap<>();
			actions.forEach((action, count) -> requests.put(action, count.doubleValue() / load.messages()));
			return new Result(requests.values().stream().mapToDouble(Double::doubleValue).sum(), requests,
					roundTrips.doubleValue() / load.messages(), result.commits(), result.wal());
		}
	}

	/**
	 * What was counted, each of it per message.
	 *
	 * @param requests to SQS
	 * @param byAction the same, by action
	 * @param roundTrips to PostgreSQL and back
	 * @param commits of transactions
	 * @param wal bytes of write-ahead log
	 */
	record Result(double requests, Map<String, Double> byAction, double roundTrips, double commits, double wal) {
	}

}
