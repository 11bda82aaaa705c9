package io.bookings.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.function.UnaryOperator;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;

/**
 * Measures the time from the send of a message to the commit of its booking, at a
 * constant rate.
 */
final class Latency {

	private static final int WARM_UP_SECONDS = 20;

	private final Sandbox sandbox;

	private final Drain drain;

	Latency(Sandbox sandbox, Drain drain) {
		this.sandbox = sandbox;
		this.drain = drain;
	}

	/**
	 * Sends messages to a consumer that has warmed up.
	 * @param rate messages per second
	 * @param seconds how long to send
	 */
	Result run(Candidate candidate, int rate, int seconds) throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		ServiceProcess process = this.drain.start(candidate, service, UnaryOperator.identity());
		try {
			int warmUp = rate * WARM_UP_SECONDS;
			int all = warmUp + rate * seconds;
			double[] sent = new double[all];
			Backlog.publish(service, Load.of(1));
			Drain.awaitEmpty(service, process);
			Pace pace = new Pace(rate);
			for (int i = 1; i < all; i++) {
				pace.await(i);
				sent[i] = System.currentTimeMillis() / 1000.0;
				service.send(Backlog.body(i, ""));
			}
			Drain.awaitEmpty(service, process);
			Drain.stop(process);
			double[] latencies = latencies(service, sent, warmUp);
			return new Result(latencies[latencies.length / 2], latencies[latencies.length * 99 / 100],
					latencies[latencies.length - 1]);
		}
		finally {
			process.close();
		}
	}

	private static double[] latencies(SandboxService service, double[] sent, int from) throws SQLException {
		double[] latencies = new double[sent.length - from];
		int count = 0;
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						select substring(booking_id from 9)::int as number,
							extract(epoch from pg_xact_commit_timestamp(xmin)) as committed
						from processed_booking""")) {
			while (row.next()) {
				int number = row.getInt("number");
				if (number >= from) {
					latencies[number - from] = 1000 * (row.getDouble("committed") - sent[number]);
					count++;
				}
			}
		}
		if (count != latencies.length) {
			throw new IllegalStateException("Only %d of %d bookings were stored".formatted(count, latencies.length));
		}
		Arrays.sort(latencies);
		return latencies;
	}

	/**
	 * Milliseconds from before the send to the commit.
	 *
	 * @param p50 median
	 * @param p99 99th percentile
	 * @param max maximum
	 */
	record Result(double p50, double p99, double max) {
	}

}
