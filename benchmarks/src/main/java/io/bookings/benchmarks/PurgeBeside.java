package io.bookings.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;

/**
 * Measures the latency without and beside the purge of old bookings, in one database.
 */
final class PurgeBeside {

	private static final int WARM_UP_SECONDS = 20;

	private final Sandbox sandbox;

	private final Drain drain;

	PurgeBeside(Sandbox sandbox, Drain drain) {
		this.sandbox = sandbox;
		this.drain = drain;
	}

	/**
	 * Measures without old bookings, then stores some, starts the service again, which
	 * begins with the purge, and measures until all are purged.
	 * @param rate messages per second
	 * @param seconds how long to measure without the purge
	 * @param bookings the number of old bookings
	 */
	Result run(Candidate candidate, int rate, int seconds, int bookings)
			throws IOException, InterruptedException, SQLException {
		Map<String, String> environment = new HashMap<>(candidate.environment());
		environment.put("BOOKING_RETENTION", "30d");
		Candidate purging = new Candidate(candidate.name(), candidate.command(), environment);
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		List<Double> without = measure(purging, service, "without-", rate, seconds, 0);
		insertOld(service, bookings);
		long begin = System.nanoTime();
		List<Double> beside = measure(purging, service, "beside-", rate, 0, bookings);
		double purgeSeconds = (System.nanoTime() - begin) / 1e9;
		return new Result(percentile(without, 50), percentile(without, 99), percentile(beside, 50),
				percentile(beside, 99), beside.size(), bookings, purgeSeconds);
	}

	/**
	 * Sends after a warm-up for some seconds, and until bookings are purged.
	 * @return the latencies in ascending order
	 */
	private List<Double> measure(Candidate candidate, SandboxService service, String prefix, int rate, int seconds,
			int purged) throws IOException, InterruptedException, SQLException {
		ServiceProcess process = this.drain.start(candidate, service, UnaryOperator.identity());
		try {
			process.awaitReady(Instant.now().plus(Duration.ofMinutes(2)));
			Map<String, Double> sent = new HashMap<>();
			Pace pace = new Pace(rate);
			int all = rate * (WARM_UP_SECONDS + seconds);
			for (int i = 0; i < all || (i % rate != 0) || deleted(service) < purged; i++) {
				pace.await(i);
				String bookingId = prefix + i;
				if (i >= rate * WARM_UP_SECONDS) {
					sent.put(bookingId, System.currentTimeMillis() / 1000.0);
				}
				service.send(Backlog.body(i, "").replaceFirst("booking-\\d+", bookingId));
			}
			Drain.awaitEmpty(service, process);
			Drain.stop(process);
			return latencies(service, sent);
		}
		finally {
			process.close();
		}
	}

	private static void insertOld(SandboxService service, int bookings) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("""
					insert into booking_request
					select 'old-' || i, 'user-' || i %% 5000, 'provider-' || i %% 500, 'slot-' || i %% 100,
						time - interval '1 hour', time, time - interval '1 day', time - interval '1 day'
					from generate_series(1, %d) as i,
						lateral (select now() - interval '60 days' - i * interval '1 second') as t (time)"""
				.formatted(bookings));
			statement.execute("vacuum analyze booking_request");
		}
	}

	/** From the statistics, because a count would be a load of its own. */
	private static long deleted(SandboxService service) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement
					.executeQuery("select n_tup_del from pg_stat_user_tables where relname = 'booking_request'")) {
			row.next();
			return row.getLong(1);
		}
	}

	private static List<Double> latencies(SandboxService service, Map<String, Double> sent) throws SQLException {
		List<Double> latencies = new ArrayList<>();
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("""
						select booking_id, extract(epoch from pg_xact_commit_timestamp(xmin)) as committed
						from processed_booking""")) {
			while (row.next()) {
				Double at = sent.get(row.getString("booking_id"));
				if (at != null) {
					latencies.add(1000 * (row.getDouble("committed") - at));
				}
			}
		}
		if (latencies.size() != sent.size()) {
			throw new IllegalStateException(
					"Only %d of %d bookings were stored".formatted(latencies.size(), sent.size()));
		}
		Collections.sort(latencies);
		return latencies;
	}

	private static double percentile(List<Double> sorted, int percent) {
		return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() * percent / 100);
	}

	/**
	 * Milliseconds from before the send to the commit.
	 *
	 * @param p50Without median without the purge
	 * @param p99Without 99th percentile without the purge
	 * @param p50Beside median beside the purge
	 * @param p99Beside 99th percentile beside the purge
	 * @param messagesBeside the number of messages that were measured beside the purge
	 * @param bookings the number of purged bookings
	 * @param seconds from the start of the service to the end of the purge
	 */
	record Result(double p50Without, double p99Without, double p50Beside, double p99Beside, int messagesBeside,
			int bookings, double seconds) {
	}

}
