package io.bookings.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;

/**
 * The PostgreSQL server of the sandbox, controlled as the superuser.
 */
final class Postgres {

	private final Sandbox sandbox;

	private final List<SandboxService> services;

	Postgres(Sandbox sandbox) {
		this.sandbox = sandbox;
		this.services = sandbox.services();
	}

	static int port(SandboxService service) {
		String address = service.jdbcUrl().substring("jdbc:postgresql://127.0.0.1:".length());
		return Integer.parseInt(address.substring(0, address.indexOf('/')));
	}

	/**
	 * Changes the state of the server.
	 * @return an action that restores the normal state
	 */
	Runnable enter(Fault.State state) {
		return switch (state) {
			case STOPPED -> {
				this.sandbox.stopDatabase();
				yield this.sandbox::startDatabase;
			}
			case KILLED -> {
				List<ProcessHandle> server = processes();
				Signals.send("KILL", server);
				server.forEach((process) -> process.onExit().join());
				yield () -> {
					this.sandbox.stopDatabase();
					this.sandbox.startDatabase();
				};
			}
			case FROZEN -> {
				List<ProcessHandle> server = processes();
				Signals.send("STOP", server);
				yield () -> Signals.send("CONT", server);
			}
			case OUT_OF_CONNECTIONS -> {
				forEachService("alter role %1$s connection limit 1");
				yield () -> forEachService("alter role %1$s connection limit -1");
			}
			case READ_ONLY -> {
				forEachService("alter database %1$s set default_transaction_read_only = on");
				yield () -> forEachService("alter database %1$s reset default_transaction_read_only");
			}
		};
	}

	/**
	 * Returns the postmaster and its child processes.
	 */
	private List<ProcessHandle> processes() {
		try (Connection connection = this.sandbox.connectAsSuperuser();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select pg_read_file('postmaster.pid')")) {
			result.next();
			long pid = Long.parseLong(result.getString(1).lines().findFirst().orElseThrow().strip());
			ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
			return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Runs a statement for each service and closes its connections, because the change
	 * applies to new connections only. The role and the database of a service have the
	 * same name.
	 */
	private void forEachService(String sql) {
		try (Connection connection = this.sandbox.connectAsSuperuser();
				Statement statement = connection.createStatement()) {
			for (SandboxService service : this.services) {
				statement.execute(sql.formatted(service.username()));
				statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'"
					.formatted(service.username()));
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
