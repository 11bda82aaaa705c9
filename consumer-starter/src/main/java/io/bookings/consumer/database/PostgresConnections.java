package io.bookings.consumer.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import org.postgresql.PGConnection;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Opens the pool's connections to PostgreSQL. A connection that leads to the server
 * itself gets our time-outs for its session. One that leads to a pooler (PgBouncer, RDS
 * Proxy) may be served by another session for each transaction: nothing is set on it, and
 * no statement is prepared on the server.
 */
public class PostgresConnections extends DelegatingDataSource {

	private static final String URL_PREFIX = "jdbc:postgresql:";

	private static final String PREPARE_THRESHOLD = "prepareThreshold";

	private final String setTimeouts;

	private final boolean prepareThresholdIsSet;

	PostgresConnections(DataSource connections, DatabaseTimeouts timeouts, boolean prepareThresholdIsSet) {
		super(connections);
		this.setTimeouts = timeouts.forSession();
		this.prepareThresholdIsSet = prepareThresholdIsSet;
	}

	/**
	 * Puts itself below a pool that is about to connect to PostgreSQL by a JDBC URL.
	 */
	public static void openFor(HikariDataSource pool, DatabaseTimeouts timeouts) {
		String url = pool.getJdbcUrl();
		if (pool.getDataSource() != null || pool.getDataSourceClassName() != null || url == null
				|| !url.startsWith(URL_PREFIX)) {
			return;
		}
		Properties properties = pool.getDataSourceProperties();
		pool.setDataSource(new PostgresConnections(
				new DriverDataSource(url, pool.getDriverClassName(), properties, pool.getUsername(),
						pool.getPassword()),
				timeouts, properties.containsKey(PREPARE_THRESHOLD) || url.contains(PREPARE_THRESHOLD + '=')));
	}

	@Override
	public Connection getConnection() throws SQLException {
		return prepare(super.getConnection());
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return prepare(super.getConnection(username, password));
	}

	private Connection prepare(Connection connection) throws SQLException {
		try {
			PGConnection client = connection.unwrap(PGConnection.class);
			if (!setTimeoutsIfDirect(connection, client.getBackendPID()) && !this.prepareThresholdIsSet) {
				client.setPrepareThreshold(0);
			}
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * A pooler tells its clients a number of its own instead of the server process's.
	 */
	private boolean setTimeoutsIfDirect(Connection connection, int pid) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.setTimeouts)) {
			statement.setInt(1, pid);
			try (ResultSet direct = statement.executeQuery()) {
				return direct.next() && direct.getBoolean(1);
			}
		}
	}

}
