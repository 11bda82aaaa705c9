package io.bookings.sandbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * PostgreSQL in a container. The port stays the same after a restart.
 */
final class ContainerDatabase implements DatabaseServer {

	/** The major version that the build has selected, also for the embedded server. */
	private static final String IMAGE = "postgres:" + System.getProperty("it.postgres", "18");

	private static final int STOPPED_WITHIN_SECONDS = 10;

	private final int port = Ports.free();

	private final PostgreSQLContainer container = new PostgreSQLContainer(IMAGE)
		// The same sort order and number of connections as the embedded server.
		.withEnv("POSTGRES_INITDB_ARGS", "--encoding=UTF8 --locale=C")
		.withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");

	private ContainerDatabase() {
		// Docker would choose another port on each start.
		this.container.setPortBindings(List.of(this.port + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
	}

	static ContainerDatabase start() {
		ContainerDatabase database = new ContainerDatabase();
		try {
			database.container.start();
			return database;
		}
		catch (RuntimeException ex) {
			database.close();
			throw new SandboxException("The PostgreSQL container did not start:  " + ex.getMessage(), ex);
		}
	}

	@Override
	public synchronized void startServer() {
		if (this.container.isRunning()) {
			return;
		}
		this.container.getDockerClient().startContainerCmd(this.container.getContainerId()).exec();
		try {
			connectAsSuperuser().close();
		}
		catch (SQLException ex) {
			throw new SandboxException("The PostgreSQL container did not restart:  " + ex.getMessage(), ex);
		}
	}

	@Override
	public synchronized void stopServer() {
		if (this.container.isRunning()) {
			this.container.getDockerClient()
				.stopContainerCmd(this.container.getContainerId())
				.withTimeout(STOPPED_WITHIN_SECONDS)
				.exec();
		}
	}

	/**
	 * Waits until the server accepts connections.
	 */
	@Override
	public Connection connectAsSuperuser() throws SQLException {
		return this.container.createConnection("");
	}

	@Override
	public String jdbcUrl(String database) {
		return "jdbc:postgresql://%s:%d/%s".formatted(this.container.getHost(), this.port, database);
	}

	@Override
	public void close() {
		this.container.stop();
	}

}
