package io.bookings.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;

/**
 * Statistics of the PostgreSQL server on which all consumers are measured.
 */
final class PostgresStatistics {

	private final Sandbox sandbox;

	private PostgresStatistics(Sandbox sandbox) {
		this.sandbox = sandbox;
	}

	/**
	 * Configures the server to record the commit time of each transaction.
	 */
	static PostgresStatistics of(Sandbox sandbox) throws SQLException {
		try (Connection connection = sandbox.connectAsSuperuser(); Statement statement = connection.createStatement()) {
			statement.execute("alter system set track_commit_timestamp = on");
		}
		sandbox.stopDatabase();
		sandbox.startDatabase();
		return new PostgresStatistics(sandbox);
	}

	/**
	 * Runs a checkpoint, so that the run starts with few dirty pages.
	 */
	void checkpoint() throws SQLException {
		try (Connection connection = this.sandbox.connectAsSuperuser();
				Statement statement = connection.createStatement()) {
			statement.execute("checkpoint");
		}
	}

	/**
	 * Returns the current counters of the database of a service.
	 */
	Counters counters(SandboxService service) throws SQLException {
		String database = service.jdbcUrl().replaceAll(".*/", "");
		try (Connection connection = this.sandbox.connectAsSuperuser();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("""
						select xact_commit, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')
						from pg_stat_database where datname = '%s'""".formatted(database))) {
			result.next();
			return new Counters(result.getLong(1), result.getLong(2));
		}
	}

	/**
	 * Returns the commits of all bookings in the order of time.
	 */
	static List<Commit> commits(SandboxService service) throws SQLException {
		List<Commit> commits = new ArrayList<>();
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("""
						select extract(epoch from pg_xact_commit_timestamp(xid)), count
						from (select xmin as xid, count(*) as count from processed_booking group by xmin) as t
						order by 1""")) {
			while (result.next()) {
				commits.add(new Commit(result.getDouble(1), result.getInt(2)));
			}
		}
		return commits;
	}

	/**
	 * Returns the time when a share of all bookings was stored.
	 * @param commits in the order of time
	 * @param share 0 to 1
	 * @return seconds since 1970
	 */
	static double timeOf(List<Commit> commits, double share) {
		long number = Math.round(share * commits.stream().mapToInt(Commit::bookings).sum());
		int sum = 0;
		for (Commit commit : commits) {
			sum += commit.bookings();
			if (sum >= number) {
				return commit.time();
			}
		}
		return commits.getLast().time();
	}

	/**
	 * The counters of one database.
	 *
	 * @param commits transactions committed
	 * @param walBytes bytes of write-ahead log, of all databases
	 */
	record Counters(long commits, long walBytes) {
	}

	/**
	 * A transaction.
	 *
	 * @param time seconds since 1970
	 * @param bookings the number of bookings that it stored
	 */
	record Commit(double time, int bookings) {
	}

}
