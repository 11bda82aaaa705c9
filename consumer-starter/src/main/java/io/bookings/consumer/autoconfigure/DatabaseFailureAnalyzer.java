package io.bookings.consumer.autoconfigure;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.bookings.consumer.database.PostgresVersionCheck;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains why the service cannot start because of its database: the login, the
 * migrations or the tables.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public class DatabaseFailureAnalyzer implements FailureAnalyzer {

	private static final String OWN_DATABASE = "Give each service a database of its own, and set "
			+ "SPRING_DATASOURCE_URL to it.";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		List<Throwable> causes = Stream
			.<@Nullable Throwable>iterate(failure, Objects::nonNull,
					(cause) -> (cause != null) ? cause.getCause() : null)
			.map(Objects::requireNonNull)
			.toList();
		Explanation explanation = explain(causes);
		return (explanation != null)
				? new FailureAnalysis(explanation.description(), explanation.action(), causes.getLast()) : null;
	}

	private static @Nullable Explanation explain(List<Throwable> causes) {
		boolean ofFlyway = false;
		SQLException sql = null;
		for (Throwable cause : causes) {
			String message = String.valueOf(cause.getMessage());
			if (cause instanceof FlywayException flyway) {
				ofFlyway = true;
				Explanation explanation = ofTables(flyway, message);
				if (explanation != null) {
					return explanation;
				}
			}
			if (cause.getClass().getSimpleName().equals("SchemaManagementException")) {
				return new Explanation("The tables do not match this version: " + firstLine(message) + ".",
						"Start the version that matches the tables, or find out who changed them. " + OWN_DATABASE);
			}
			if (message.contains("does not support lock-and-fetch polling")) {
				return Explanation.LOST; // the scheduler could not detect the database
			}
			if (cause instanceof SQLException of) {
				sql = of;
			}
		}
		if (sql == null) {
			return null;
		}
		boolean login = causes.stream()
			.anyMatch((cause) -> cause.getClass().getSimpleName().equals("FlywaySqlUnableToConnectToDbException"));
		Explanation explanation = login ? ofLogin(sql, causes.getLast()) : null;
		if (explanation == null && isLost(sql)) {
			explanation = Explanation.LOST;
		}
		return (explanation == null && ofFlyway) ? ofMigration(sql) : explanation;
	}

	private static @Nullable Explanation ofTables(FlywayException failure, String message) {
		if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
			return new Explanation("The schema contains tables or functions of another application.", OWN_DATABASE);
		}
		if (failure instanceof FlywayValidateException) {
			return new Explanation(
					"The migrations in the database differ from those of this version: %s."
						.formatted(message.lines().skip(1).findFirst().orElse(message)),
					"If the database belongs to another service: " + OWN_DATABASE
							+ " If a migration file was changed, start the version that ran it.");
		}
		if (failure instanceof PostgresVersionCheck.UnsupportedVersionException
				|| failure.getClass().getSimpleName().equals("FlywayDbUpgradeRequiredException")) {
			return new Explanation("The server is too old: " + firstLine(message), "Use PostgreSQL 14 to 18.");
		}
		return null;
	}

	/**
	 * Explains a failed login by its SQLSTATE if the server answered
	 * (<a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">Appendix
	 * A</a>), otherwise by the network failure.
	 */
	private static Explanation ofLogin(SQLException failure, Throwable root) {
		String message = firstLine(String.valueOf(failure.getMessage()));
		return switch (String.valueOf(failure.getSQLState())) {
			case "28P01" -> refused("the role or the password is wrong",
					"Check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD.");
			case "28000" -> refused(message,
					"Allow the role, the database and this address in pg_hba.conf. If it requires TLS, add "
							+ "sslmode=require to SPRING_DATASOURCE_URL; if it rejects TLS, add sslmode=disable.");
			case "3D000" -> refused("there is no such database", "Create it, or correct SPRING_DATASOURCE_URL.");
			case "42501" -> refused("the role has no CONNECT privilege on the database",
					"Grant it: grant connect on database … to …");
			case "53300" -> refused("it has too many connections",
					"Raise max_connections, use a pooler, or lower spring.datasource.hikari.maximum-pool-size.");
			case "57P03", "57P01", "57P02" ->
				refused("it is starting, stopping or recovering", "Start again when PostgreSQL accepts connections.");
			default -> {
				if (message.contains("\"TimeZone\"")) {
					yield refused("it does not know the time zone " + TimeZone.getDefault().getID(),
							"Set a time zone that PostgreSQL knows with TZ or -Duser.timezone, for example UTC.");
				}
				if (message.contains("startup parameter")) {
					yield refused(message,
							"A pooler accepts no options at login: remove them from SPRING_DATASOURCE_URL "
									+ "and spring.datasource.hikari.data-source-properties, and set them for "
									+ "the role.");
				}
				yield message.startsWith("FATAL")
						? refused(message, "Check the options in SPRING_DATASOURCE_URL and SPRING_FLYWAY_URL.")
						: unreachable(message, root);
			}
		};
	}

	private static Explanation unreachable(String message, Throwable root) {
		return switch (root) {
			case UnknownHostException _ ->
				unreachable("its host name is not known", "Check the host in SPRING_DATASOURCE_URL.");
			case ConnectException _ -> unreachable("no connection to its host and port",
					"Check both in SPRING_DATASOURCE_URL, and that PostgreSQL runs there.");
			// The driver throws this after loginTimeout.
			case Exception _ when root instanceof SocketTimeoutException || message.contains("attempt timed out") ->
				unreachable("it does not answer",
						"Check host and port in SPRING_DATASOURCE_URL, and firewalls in between.");
			case SSLException _ -> unreachable("TLS failed: " + firstLine(String.valueOf(root.getMessage())),
					"Check sslmode and sslrootcert in SPRING_DATASOURCE_URL, and the server's certificate.");
			default -> message.contains("SSL")
					? unreachable(message, "Check sslmode and sslrootcert in SPRING_DATASOURCE_URL.")
					: unreachable(message, "Check SPRING_DATASOURCE_URL, and that PostgreSQL runs there.");
		};
	}

	private static Explanation unreachable(String why, String action) {
		return new Explanation("The database cannot be reached: %s.".formatted(why), action);
	}

	private static Explanation refused(String why, String action) {
		return new Explanation("The database refuses the login: %s.".formatted(why), action);
	}

	private static Explanation ofMigration(SQLException failure) {
		return switch (String.valueOf(failure.getSQLState())) {
			case "42501" ->
				new Explanation("The role of the migrations lacks a privilege: %s.".formatted(server(failure)),
						"Grant it, for example: grant create on schema public to …; or let another role run the "
								+ "migrations: SPRING_FLYWAY_USER and SPRING_FLYWAY_PASSWORD.");
			case "25006" -> new Explanation("The database is read-only, and migrations have to be run.",
					"Set SPRING_DATASOURCE_URL to the primary server, not to a replica.");
			case "3F000" ->
				new Explanation("There is no schema to create tables in.", "Create it, or set the role's search_path.");
			default -> new Explanation(
					"A migration failed: %s (SQLSTATE %s).".formatted(server(failure), failure.getSQLState()),
					"Correct the cause and start again: the migration was rolled back. " + OWN_DATABASE);
		};
	}

	private static String server(SQLException failure) {
		return firstLine(String.valueOf(failure.getMessage())).replaceFirst("^(ERROR|FATAL): ", "");
	}

	private static String firstLine(String text) {
		return text.lines().findFirst().orElse("").strip().replaceFirst("\\.$", "");
	}

	/**
	 * Whether there is no connection, a lost one, or too many.
	 */
	private static boolean isLost(SQLException failure) {
		String sqlState = failure.getSQLState();
		return failure instanceof SQLTransientConnectionException || (sqlState != null
				&& (sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("53")));
	}

	private record Explanation(String description, String action) {

		static final Explanation LOST = new Explanation(
				"The connection to the database was lost while the service started.",
				"Start again when PostgreSQL answers: an unfinished migration was rolled back.");

	}

}
