package io.bookings.consumer.inbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;

import io.bookings.consumer.database.TestCertificate;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A PostgreSQL that speaks TLS, and one that only seems to be it.
 */
class DatabaseTlsIntegrationTests {

	@TempDir
	private static Path directory;

	private static Sandbox sandbox;

	private static Path certificate;

	@BeforeAll
	static void switchOn() throws Exception {
		sandbox = Sandbox.start();
		certificate = serve(sandbox.provider(), "server");
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@Test
	void consumesOverTlsFromAServerThatIsWhoItSaysItIs() {
		SandboxService service = sandbox.isolated(ServiceKind.PROVIDER);
		try (ConsumerFixture fixture = ConsumerFixture.start(service, verifying(service, certificate))) {
			service.send(ConsumerFixture.body("booking-1"));
			await().atMost(ConsumerFixture.patience())
				.untilAsserted(() -> assertThat(fixture.stored()).containsExactly("booking-1"));
			assertThat(JdbcClient.create(service.dataSource())
				.sql("""
						select count(*) filter (where ssl), count(*) filter (where not ssl)
						from pg_stat_ssl join pg_stat_activity using (pid)
						where usename = current_user and pid <> pg_backend_pid()""")
				.query((row, number) -> List.of(row.getInt(1) > 0, row.getInt(2)))
				.single()).isEqualTo(List.of(true, 0));
		}
	}

	@Test
	void doesNotStartOnAServerThatNobodyVouchesFor() throws Exception {
		SandboxService service = sandbox.isolated(ServiceKind.PROVIDER);
		String settings = verifying(service, TestCertificate.create(directory, "other").certificate());
		assertThatThrownBy(() -> ConsumerFixture.start(service, settings)).rootCause()
			.hasMessageContaining("unable to find valid certification path");
	}

	private static String verifying(SandboxService service, Path certificate) {
		return "spring.datasource.url=%s?sslmode=verify-full&sslrootcert=%s".formatted(service.jdbcUrl(), certificate);
	}

	/**
	 * Has the server identify itself from now on.
	 */
	private static Path serve(SandboxService service, String name) throws Exception {
		TestCertificate certificate = TestCertificate.create(directory, name);
		try (Connection connection = sandbox.connectAsSuperuser(); Statement statement = connection.createStatement()) {
			store(statement, certificate.certificate(), "server.crt");
			store(statement, certificate.key(), "server.key");
			statement.execute("alter system set ssl = on");
			statement.execute("select pg_reload_conf()");
		}
		await().atMost(ConsumerFixture.patience()).ignoreExceptions().until(() -> {
			try (Connection connection = DriverManager.getConnection(service.jdbcUrl() + "?sslmode=require",
					service.username(), service.password())) {
				return connection.isValid(1);
			}
		});
		return certificate.certificate();
	}

	/** Into the server's data directory, where nobody else may read it. */
	private static void store(Statement statement, Path file, String name) throws Exception {
		statement.execute("""
				copy (select unnest(string_to_array('%s', E'\\n')))
				to program 'umask 077 && cat > "$PWD/%s"'""".formatted(Files.readString(file).strip(), name));
	}

}
