package io.bookings.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.bookings.benchmarks.Drain.Load;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;

/**
 * Measures a consumer for minutes: whether its rate declines while the tables grow, and
 * the cost of existing rows.
 */
final class LongDrain {

	private static final int BUCKET_SECONDS = 10;

	/** Creates the schema. */
	private static final int FIRST = 100;

	private final Sandbox sandbox;

	private final PostgresStatistics server;

	private final Drain drain;

	LongDrain(Sandbox sandbox, PostgresStatistics server, Drain drain) {
		this.sandbox = sandbox;
		this.server = server;
		this.drain = drain;
	}

	/**
	 * Gives a consumer more messages than it can process in the time.
	 * @param messages in the queue
	 * @param oldRows the number of existing rows
	 * @param seconds from the start of the process until it is stopped, unless it empties
	 * the queue before
	 */
	Result run(Candidate candidate, int messages, int oldRows, int seconds)
			throws IOException, InterruptedException, SQLException {
		SandboxService service = this.sandbox.isolated(ServiceKind.PROVIDER);
		Backlog.publish(service, Load.of(FIRST));
		ServiceProcess first = this.drain.start(candidate, service, UnaryOperator.identity());
		Drain.awaitEmpty(service, first);
		Drain.stop(first);
		replaceRows(service, oldRows);
		Backlog.publish(service, Load.of(messages));
		this.server.checkpoint();
		double start = System.currentTimeMillis() / 1000.0;
		ServiceProcess process = this.drain.start(candidate, service, UnaryOperator.identity());
		try (ProcessUsage usage = ProcessUsage.of(process)) {
			long begin = System.nanoTime();
			while (!service.messages().isEmpty() && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(seconds)) {
				if (process.hasExited(Duration.ofSeconds(1))) {
					throw process.exited();
				}
			}
			double memory = usage.peakMemory();
			double end = System.currentTimeMillis() / 1000.0;
			Result result = new Result(oldRows, buckets(PostgresStatistics.commits(service), usage, start, end),
					memory);
			Drain.stop(process);
			return result;
		}
		finally {
			process.close();
		}
	}

	private static void replaceRows(SandboxService service, int count) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("truncate booking_request, processed_booking");
			statement.execute("""
					insert into processed_booking
					select 'BOOKING_CREATED', 'old-' || md5(i::text), sha256(i::text::bytea), md5(i::text)::uuid::text,
						now() - interval '7 days'
					from generate_series(1, %d) as i""".formatted(count));
			statement.execute("vacuum analyze processed_booking");
		}
	}

	private static List<Bucket> buckets(List<PostgresStatistics.Commit> commits, ProcessUsage usage, double start,
			double end) {
		List<Bucket> buckets = new ArrayList<>();
		for (double from = start; from + BUCKET_SECONDS <= end; from += BUCKET_SECONDS) {
			double to = from + BUCKET_SECONDS;
			double since = from;
			int stored = commits.stream()
				.filter((commit) -> commit.time() >= since && commit.time() < to)
				.mapToInt(PostgresStatistics.Commit::bookings)
				.sum();
			buckets.add(new Bucket((double) stored / BUCKET_SECONDS,
					1000 * (usage.cpuSecondsAt(to) - usage.cpuSecondsAt(from)) / Math.max(1, stored)));
		}
		return buckets;
	}

	/**
	 * Ten seconds.
	 *
	 * @param rate bookings stored per second
	 * @param cpu CPU seconds per 1,000 of them
	 */
	record Bucket(double rate, double cpu) {
	}

	/**
	 * The results.
	 *
	 * @param oldRows booking ids that were processed before
	 * @param buckets from the start of the process on
	 * @param memory peak of the process, MiB
	 */
	record Result(int oldRows, List<Bucket> buckets, double memory) {

		/**
		 * Returns the rate in a part of the time, without the first bucket, which
		 * contains the start.
		 * @param from of the buckets, 0 to 1
		 * @param to of the buckets, 0 to 1
		 */
		double rate(double from, double to) {
			return part(from, to).stream().mapToDouble(Bucket::rate).average().orElse(Double.NaN);
		}

		/**
		 * Returns the CPU seconds per 1,000 messages in the same part.
		 */
		double cpu(double from, double to) {
			return part(from, to).stream().mapToDouble(Bucket::cpu).average().orElse(Double.NaN);
		}

		private List<Bucket> part(double from, double to) {
			List<Bucket> later = this.buckets.subList(Math.min(1, this.buckets.size()), this.buckets.size());
			return later.subList((int) (from * later.size()), (int) (to * later.size()));
		}

	}

}
