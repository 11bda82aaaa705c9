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
 * The PostgreSQL server that everybody is measured on, and what it has counted.
 */
final class PostgresStatistics {

	private final Sandbox sandbox;

	private PostgresStatistics(Sandbox sandbox) {
		this.sandbox = sandbox;
	}

	/**
	 * Has the server remember when each transaction was committed.
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
	 * Begins with as little to write back as possible.
	 */
	void checkpoint() throws SQLException {
		try (Connection connection = this.sandbox.connectAsSuperuser();
				Statement statement = connection.createStatement()) {
			statement.execute("checkpoint");
		}
	}

	/**
	 * What the server has counted for the database of a service until now.
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
	 * When which bookings were committed, in the order of time.
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
	 * When a share of all bookings was stored.
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
	 * Of one database.
	 *
	 * @param commits transactions committed
	 * @param walBytes bytes of write-ahead log, of all databases
	 */
	record Counters(long commits, long walBytes) {
	}

	/**
	 * One transaction.
	 *
	 * @param time seconds since 1970
	 * @param bookings that it has stored
	 */
	record Commit(double time, int bookings) {
	}

}
