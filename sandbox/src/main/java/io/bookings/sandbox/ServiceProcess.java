package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A service, or another consumer, that runs as a separate process. Its environment
 * contains only the given variables, the {@code PATH}, and what keeps it away from the
 * AWS account and profiles of the person who starts it.
 */
public final class ServiceProcess implements AutoCloseable {

	private static final int LAST_LINES = 30;

	/** Long enough for a machine with a high load. */
	private static final Duration EXIT_WITHIN = Duration.ofMinutes(5);

	private final String name;

	private final int port;

	private final Path log;

	private final Process process;

	private ServiceProcess(String name, int port, Path log, Process process) {
		this.name = name;
		this.port = port;
		this.log = log;
		this.process = process;
	}

	/**
	 * Starts a process and does not wait until it is ready.
	 * @param name the name of the process in messages
	 * @param command the command line
	 * @param environment the variables of the process
	 * @param port the port of the HTTP API, passed as {@code SERVER_PORT}
	 * @param log the file to which the output is appended; its directory is created if it
	 * does not exist
	 * @return the process
	 * @throws SandboxException if the command cannot be run
	 */
	public static ServiceProcess start(String name, List<String> command, Map<String, String> environment, int port,
			Path log) {
		try {
			Path directory = Files.createDirectories(Objects.requireNonNull(log.toAbsolutePath().getParent()));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
			builder.environment().keySet().retainAll(List.of("PATH"));
			builder.environment().putAll(environment);
			// The AWS SDK looks for profiles in HOME, and for a role on instances of EC2.
			builder.environment()
				.putAll(Map.of("SERVER_PORT", Integer.toString(port), "HOME", directory.toString(),
						"AWS_EC2_METADATA_DISABLED", "true"));
			return new ServiceProcess(name, port, log, builder.start());
		}
		catch (IOException ex) {
			throw new SandboxException("%s cannot be started: %s".formatted(name, ex.getMessage()), ex);
		}
	}

	/**
	 * Starts a service in an integration test of a module, on a free port. The log is a
	 * new file in the directory {@code target}.
	 * @param kind the service, whose jar has been built
	 * @param environment the variables of the process
	 * @return the process
	 * @throws SandboxException if the jar is missing or cannot be run
	 */
	public static ServiceProcess startInTest(ServiceKind kind, Map<String, String> environment) {
		try {
			Path log = Files.createTempFile(Path.of("target"), kind.serviceName() + "-", ".log");
			return start(kind.serviceName(), commandInTest(kind), environment, Ports.free(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the command that starts a service in an integration test of a module.
	 * @param kind the service, whose jar has been built
	 * @return the command line
	 * @throws SandboxException if the jar is missing
	 */
	public static List<String> commandInTest(ServiceKind kind) {
		return command(jar(Path.of(".."), kind), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
	}

	/**
	 * Returns the executable jar of a service, which the build has extracted: its
	 * libraries are beside it.
	 * @param root the directory of the repository
	 * @param kind the service
	 * @return the path of the jar
	 * @throws SandboxException if it has not been built
	 */
	public static Path jar(Path root, ServiceKind kind) {
		Path jar = root.resolve(kind.serviceName()).resolve("target/extracted").resolve(kind.serviceName() + ".jar");
		if (!Files.exists(jar)) {
			throw new SandboxException("%s is missing: start with sandbox/run, which builds it.".formatted(jar));
		}
		return jar;
	}

	/**
	 * Returns the command that runs a jar with the Java of this JVM.
	 * @param jar the executable jar
	 * @param options options of the JVM
	 * @return the command line
	 */
	public static List<String> command(Path jar, String... options) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of(options));
		command.addAll(List.of("-jar", jar.toString()));
		return command;
	}

	String name() {
		return this.name;
	}

	/**
	 * @return the file that the process writes its output to
	 */
	public Path log() {
		return this.log;
	}

	/**
	 * @return everything that the process has written
	 */
	public String output() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * @return the port of the HTTP API
	 */
	public int port() {
		return this.port;
	}

	/**
	 * @return the base URL of the HTTP API, without a path
	 */
	public URI url() {
		return URI.create("http://localhost:" + this.port);
	}

	URI health() {
		return url().resolve("/actuator/health");
	}

	/**
	 * @return the operating system's handle of the process
	 */
	public ProcessHandle handle() {
		return this.process.toHandle();
	}

	/**
	 * @return whether the process has not ended
	 */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	CompletableFuture<Process> onExit() {
		return this.process.onExit();
	}

	/**
	 * Waits until the service is ready to process messages.
	 * @throws SandboxException if the process ends, or the deadline passes, before the
	 * service is ready
	 */
	public void awaitReady(Instant deadline) {
		try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
			while (!isReady(http)) {
				if (hasExited(Duration.ofMillis(250))) {
					throw exited();
				}
				if (Instant.now().isAfter(deadline)) {
					throw new SandboxException("%s is not ready in time.%n%s".formatted(this.name, lastLines()));
				}
			}
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	private boolean isReady(HttpClient http) throws InterruptedException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(health() + "/readiness"))
				.timeout(Duration.ofSeconds(5))
				.build();
			return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Waits for some time.
	 * @return whether the process has ended
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean hasExited(Duration timeout) throws InterruptedException {
		return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Waits until the process has ended by itself, for at most five minutes.
	 * @return its exit code
	 * @throws SandboxException if it has not ended in time
	 */
	public int awaitExit() {
		try {
			if (!hasExited(EXIT_WITHIN)) {
				throw new SandboxException("%s is still running.%n%s".formatted(this.name, lastLines()));
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	/**
	 * Describes the unexpected end of the process.
	 * @return the exception to throw
	 */
	public SandboxException exited() {
		return new SandboxException(
				"%s has ended with exit code %d.%n%s".formatted(this.name, this.process.exitValue(), lastLines()));
	}

	private String lastLines() {
		try {
			List<String> lines = Files.readAllLines(this.log);
			return "The last lines of %s:%n%s".formatted(this.log, String.join(System.lineSeparator(),
					lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
		}
		catch (IOException ex) {
			return "Its log is %s".formatted(this.log);
		}
	}

	/**
	 * Sends {@code SIGTERM}, as Docker does when it stops a container, and does not wait.
	 */
	public void requestStop() {
		this.process.destroy();
	}

	/**
	 * Waits until the process has ended, and kills it at the deadline.
	 * @return whether it has ended in time
	 */
	public boolean awaitStop(Instant deadline) {
		try {
			if (this.process.waitFor(Duration.between(Instant.now(), deadline))) {
				return true;
			}
			this.process.destroyForcibly().waitFor();
			return false;
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/**
	 * Sends {@code SIGKILL}, which has the effect of a power failure, and waits until the
	 * process has ended.
	 */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/**
	 * Kills the process if it is running.
	 */
	@Override
	public void close() {
		kill();
	}

	private static SandboxException interrupted(InterruptedException ex) {
		Thread.currentThread().interrupt();
		return new SandboxException("Interrupted.", ex);
	}

}
