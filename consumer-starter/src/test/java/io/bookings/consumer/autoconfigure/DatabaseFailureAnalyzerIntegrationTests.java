package io.bookings.consumer.autoconfigure;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TimeZone;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What PostgreSQL really answers, explained.
 */
@Tag("database")
class DatabaseFailureAnalyzerIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final JdbcClient owner = JdbcClient.create(this.service.dataSource());

	@Test
	void aWrongPassword() {
		assertThat(explain(this.service.jdbcUrl(), this.service.username(), "wrong"))
			.isEqualTo("The database refuses the login: the role or the password is wrong.");
	}

	@Test
	void aRoleThatDoesNotExist() {
		assertThat(explain(this.service.jdbcUrl(), "nobody", "wrong"))
			.isEqualTo("The database refuses the login: the role or the password is wrong.");
	}

	@Test
	void aDatabaseThatDoesNotExist() {
		assertThat(explain(this.service.jdbcUrl().replace(this.service.username(), "missing")))
			.isEqualTo("The database refuses the login: there is no such database.");
	}

	@Test
	void noConnectRight() {
		SandboxService other = Sandbox.shared().isolated(ServiceKind.USER);
		this.owner.sql("revoke connect on database %s from public".formatted(this.service.username())).update();
		assertThat(explain(this.service.jdbcUrl(), other.username(), other.password()))
			.isEqualTo("The database refuses the login: the role has no CONNECT privilege on the database.");
	}

	@Test
	void aServerThatHasNoTls() {
		assertThat(explain(this.service.jdbcUrl() + "?sslmode=require"))
			.isEqualTo("The database cannot be reached: The server does not support SSL.");
	}

	@Test
	void aHostThatNobodyKnows() {
		assertThat(explain("jdbc:postgresql://no-such-host.invalid/bookings"))
			.isEqualTo("The database cannot be reached: its host name is not known.");
	}

	@Test
	void aPortWhereNobodyListens() throws IOException {
		int port;
		try (ServerSocket closed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			port = closed.getLocalPort();
		}
		assertThat(explain("jdbc:postgresql://127.0.0.1:%d/bookings".formatted(port)))
			.isEqualTo("The database cannot be reached: no connection to its host and port.");
	}

	@Test
	void anOptionThatTheServerDoesNotKnow() {
		assertThat(explain(this.service.jdbcUrl() + "?options=-c%20no_such_timeout=1"))
			.isEqualTo("The database refuses the login: FATAL: unrecognized configuration parameter "
					+ "\"no_such_timeout\".");
	}

	@Test
	void aTimeZoneThatTheServerDoesNotKnow() {
		TimeZone before = TimeZone.getDefault();
		try {
			TimeZone.setDefault(TimeZone.getTimeZone("PST"));
			assertThat(explain(this.service.jdbcUrl()))
				.isEqualTo("The database refuses the login: it does not know the time zone PST.");
		}
		finally {
			TimeZone.setDefault(before);
		}
	}

	@Test
	void noRightToCreateTables() {
		SandboxService other = Sandbox.shared().isolated(ServiceKind.USER);
		this.owner.sql("create schema bookings").update();
		this.owner.sql("grant usage on schema bookings to public").update();
		assertThat(explain(this.service.jdbcUrl() + "?currentSchema=bookings", other.username(), other.password()))
			.isEqualTo("The role of the migrations lacks a privilege: permission denied for schema bookings.");
	}

	@Test
	void aReadOnlyDatabase() {
		assertThat(explain(this.service.jdbcUrl() + "?options=-c%20default_transaction_read_only=on"))
			.isEqualTo("The database is read-only, and migrations have to be run.");
	}

	/**
	 * What a server or a pooler answers to a login that cannot be had from the sandbox's.
	 * The form of the message: <a href=
	 * "https://www.postgresql.org/docs/18/protocol-message-formats.html">PostgreSQL,
	 * Message Formats</a>.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			08P01 | unsupported startup parameter: options | FATAL: unsupported startup parameter: options
			08P01 | unsupported startup parameter in options: lock_timeout | \
			FATAL: unsupported startup parameter in options: lock_timeout
			53300 | sorry, too many clients already | it has too many connections
			57P03 | the database system is starting up | it is starting, stopping or recovering
			57P03 | the database system is shutting down | it is starting, stopping or recovering
			28000 | no pg_hba.conf entry for host "10.0.0.1", user "a", database "b", no encryption | \
			FATAL: no pg_hba.conf entry for host "10.0.0.1", user "a", database "b", no encryption
			22023 | invalid value for parameter "TimeZone": "Asia/Calcutta" | it does not know the time zone %s
			""")
	void anAnswerToALogin(String sqlState, String message, String why) throws IOException {
		try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Thread.ofVirtual().start(() -> {
				while (!server.isClosed()) {
					try (Socket client = server.accept()) {
						DataInputStream in = new DataInputStream(client.getInputStream());
						in.readNBytes(in.readInt() - Integer.BYTES);
						byte[] fields = "SFATAL\0VFATAL\0C%s\0M%s\0\0".formatted(sqlState, message)
							.getBytes(StandardCharsets.UTF_8);
						client.getOutputStream()
							.write(ByteBuffer.allocate(1 + Integer.BYTES + fields.length)
								.put((byte) 'E')
								.putInt(Integer.BYTES + fields.length)
								.put(fields)
								.array());
					}
					catch (IOException ex) {
						// closed, or the client has gone
					}
				}
			});
			assertThat(
					explain("jdbc:postgresql://127.0.0.1:%d/bookings?sslmode=disable".formatted(server.getLocalPort())))
				.isEqualTo("The database refuses the login: %s."
					.formatted(why.replace("%s", TimeZone.getDefault().getID())));
		}
	}

	@Test
	void aTableOfSomebodyElse() {
		this.owner.sql("create table theirs (id text)").update();
		assertThat(explain(this.service.jdbcUrl()))
			.isEqualTo("The schema contains tables or functions of another application.");
	}

	@Test
	void aFunctionOfSomebodyElse() {
		this.owner.sql("create function theirs() returns int language sql as 'select 1'").update();
		assertThat(explain(this.service.jdbcUrl()))
			.isEqualTo("The schema contains tables or functions of another application.");
	}

	@Test
	void aTableThatAMigrationWantsToCreate() {
		this.owner.sql("create table processed_booking (id text)").update();
		assertThat(explain(flyway(this.service.jdbcUrl()).baselineOnMigrate(true).baselineVersion("1")))
			.isEqualTo("A migration failed: relation \"processed_booking\" already exists (SQLSTATE 42P07).");
	}

	@Test
	void aMigrationThatIsNotTheOneThatWasApplied() {
		flyway(this.service.jdbcUrl()).load().migrate();
		this.owner.sql("update flyway_schema_history set checksum = 1 where version = '202611231200'").update();
		assertThat(explain(this.service.jdbcUrl()))
			.startsWith("The migrations in the database differ from those of this version: Migration checksum mismatch "
					+ "for migration version 202611231200");
	}

	@Test
	void aMigrationOfAnotherService() {
		flyway(this.service.jdbcUrl()).load().migrate();
		this.owner.sql("""
				update flyway_schema_history set description = 'booking confirmation' where version = '202611231300'""")
			.update();
		assertThat(explain(this.service.jdbcUrl()))
			.startsWith("The migrations in the database differ from those of this version: Migration description "
					+ "mismatch for migration version 202611231300");
	}

	private String explain(String jdbcUrl) {
		return explain(flyway(jdbcUrl));
	}

	private String explain(String jdbcUrl, String username, String password) {
		return explain(flyway(jdbcUrl, username, password));
	}

	private static String explain(FluentConfiguration flyway) {
		Throwable failure = catchThrowable(() -> flyway.load().migrate());
		assertThat(failure).isNotNull();
		FailureAnalysis analysis = new DatabaseFailureAnalyzer()
			.analyze(new IllegalStateException("flywayInitializer", failure));
		assertThat(analysis).as(failure.toString()).isNotNull();
		assertThat(analysis.getAction()).isNotBlank();
		return analysis.getDescription();
	}

	private FluentConfiguration flyway(String jdbcUrl) {
		return flyway(jdbcUrl, this.service.username(), this.service.password());
	}

	private static FluentConfiguration flyway(String jdbcUrl, String username, String password) {
		return Flyway.configure()
			.dataSource(new SimpleDriverDataSource(new org.postgresql.Driver(), jdbcUrl, username, password))
			.locations("classpath:db/migration/consumer");
	}

}
