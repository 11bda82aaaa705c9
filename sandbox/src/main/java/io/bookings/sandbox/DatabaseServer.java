package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL server that can be stopped and started again, on the same port with the
 * same data.
 */
sealed interface DatabaseServer extends AutoCloseable permits EmbeddedDatabase, ContainerDatabase {

	/**
	 * Starts the server and returns when it accepts connections. Has no effect if it is
	 * running.
	 */
	void startServer();

	/**
	 * Stops the server, which closes all connections. The data is kept.
	 */
	void stopServer();

	/**
	 * @return a connection that may create roles and databases
	 */
	Connection connectAsSuperuser() throws SQLException;

	/**
	 * @return the JDBC URL of a database of this server
	 */
	String jdbcUrl(String database);

	/**
	 * Creates a database, and a role that owns it. The name of the role and its password
	 * are those of the database.
	 * @return the JDBC URL of the database
	 */
	default String create(String name) {
		try (Connection connection = connectAsSuperuser(); Statement statement = connection.createStatement()) {
			statement.execute("create role %1$s login password '%1$s'".formatted(name));
			statement.execute("create database %1$s owner %1$s".formatted(name));
		}
		catch (SQLException ex) {
			throw new SandboxException("The database %s cannot be created: %s".formatted(name, ex.getMessage()), ex);
		}
		return jdbcUrl(name);
	}

	/**
	 * Stops the server and deletes the data.
	 */
	@Override
	void close();

}
