package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on a free port of 127.0.0.1.
 */
final class EmbeddedDatabase implements DatabaseServer {

	/**
	 * The superuser needs no password, because the library connects without one. All
	 * other roles need theirs.
	 */
	private static final String HOST_BASED_AUTHENTICATION = """
			host all postgres 127.0.0.1/32 trust
			host all all 127.0.0.1/32 scram-sha-256
			""";

	private static final Duration LONGEST_STOP = Duration.ofDays(1);

	private final int port = Ports.free();

	private final Path data;

	private final Path log;

	private @Nullable EmbeddedPostgres server;

	private EmbeddedDatabase(Path data, Path log) {
		this.data = data;
		this.log = log;
	}

	static EmbeddedDatabase start() {
		// The library deletes data of killed JVMs below this directory.
		Path directory = Path.of(System.getProperty("ot.epg.working-dir",
				Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg").toString()));
		EmbeddedDatabase database = new EmbeddedDatabase(directory.resolve("sandbox-" + UUID.randomUUID()),
				createLog());
		try {
			database.startServer();
			return database;
		}
		catch (SandboxException ex) {
			database.close();
			throw ex;
		}
	}

	private static Path createLog() {
		try {
			return Files.createTempFile("sandbox-postgresql-", ".log");
		}
		catch (IOException ex) {
			throw new SandboxException("The directory for temporary files cannot be written to: " + ex.getMessage(),
					ex);
		}
	}

	@Override
	public synchronized void startServer() {
		if (this.server != null) {
			return;
		}
		try {
			this.server = EmbeddedPostgres.builder()
				.setDataDirectory(this.data)
				.setCleanDataDirectory(false)
				.setDataDirectoryCustomizer((directory) -> write(directory.toPath().resolve("pg_hba.conf")))
				.setRegisterShutdownHook(false)
				.setPort(this.port)
				.setPGStartupWait(Duration.ofSeconds(60))
				.setOutputRedirector(Redirect.appendTo(this.log.toFile()))
				.setErrorRedirector(Redirect.appendTo(this.log.toFile()))
				.setLocaleConfig("locale", "C")
				.setServerConfig("listen_addresses", "127.0.0.1")
				.setServerConfig("unix_socket_directories", "")
				.setServerConfig("synchronous_commit", "on")
				.start();
		}
		catch (IOException | RuntimeException ex) {
			throw new SandboxException("PostgreSQL did not start: %s%n%s".formatted(ex.getMessage(), read(this.log)),
					ex);
		}
	}

	@Override
	public synchronized void stopServer() {
		if (this.server == null) {
			return;
		}
		try {
			// Without a new time stamp, the library takes the directory of a stopped
			// server for that of a killed JVM, and deletes it after ten minutes.
			Files.setLastModifiedTime(this.data.resolve("epg-lock"), FileTime.from(Instant.now().plus(LONGEST_STOP)));
			this.server.close();
			this.server = null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized Connection connectAsSuperuser() throws SQLException {
		if (this.server == null) {
			throw new SandboxException("The database is stopped.");
		}
		return this.server.getPostgresDatabase().getConnection();
	}

	@Override
	public String jdbcUrl(String database) {
		return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(this.port, database);
	}

	@Override
	public synchronized void close() {
		stopServer();
		try {
			killWhatIsLeft();
			Files.deleteIfExists(this.log);
			if (Files.exists(this.data)) {
				try (Stream<Path> files = Files.walk(this.data)) {
					for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
						Files.delete(file);
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Kills the server if the library has not stopped it within five seconds.
	 */
	private void killWhatIsLeft() throws IOException {
		Path pidFile = this.data.resolve("postmaster.pid");
		if (Files.exists(pidFile)) {
			long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
			ProcessHandle.of(pid).ifPresent((process) -> {
				process.destroyForcibly();
				process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
			});
		}
	}

	private static void write(Path hostBasedAuthentication) {
		try {
			Files.writeString(hostBasedAuthentication, HOST_BASED_AUTHENTICATION);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			return "(its log cannot be read: " + ex.getMessage() + ")";
		}
	}

}
