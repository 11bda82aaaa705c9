package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A PostgreSQL that can be stopped and started again, on the same port with the same
 * data.
 */
sealed interface DatabaseServer extends AutoCloseable permits EmbeddedDatabase, ContainerDatabase {

	/**
	 * Returns when connections are accepted. A server that runs is left alone.
	 */
	void startServer();

	/**
	 * Cuts all connections and keeps the data.
	 */
	void stopServer();

	/**
	 * @return a connection that may create roles and databases
	 */
	Connection connectAsSuperuser() throws SQLException;

	/**
	 * @return where to find a database of this server
	 */
	String jdbcUrl(String database);

	/**
	 * Creates a database, and a role of that name and password who owns it.
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
