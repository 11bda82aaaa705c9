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
 * Opens the pool's connections to PostgreSQL. On a direct connection it sets the
 * time-outs for the session. Behind a pooler (PgBouncer, RDS Proxy), each transaction may
 * use another session, so it sets nothing, and switches prepared statements on the server
 * off.
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
	 * Lets a pool open its connections here, if its JDBC URL is that of PostgreSQL.
	 * @param pool a pool that has not connected yet
	 * @param timeouts the time-outs to set
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
	 * Sets the time-outs, unless the process id differs: a pooler reports an id of its
	 * own.
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
