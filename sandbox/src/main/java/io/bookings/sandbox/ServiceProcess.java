package io.bookings.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One of the two services, running as a process of its own that knows nothing of the
 * sandbox but the environment which any deployment would give it.
 */
final class ServiceProcess {

	private static final int LAST_LINES = 30;

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
	 * @param root the directory of the repository, whose jars have been built
	 * @param more what the environment holds besides {@link SandboxService#environment()}
	 * @throws SandboxException if the jar is missing or cannot be run
	 */
	static ServiceProcess start(Path root, SandboxService service, int port, Map<String, String> more) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return start(List.of(java, "-jar", jar(root, service.kind()).toString()), root.resolve("sandbox/target/logs"),
				service, port, more);
	}

	/**
	 * @param command what starts the service
	 * @param logs the directory for its log, which is created if need be
	 * @param more what the environment holds besides {@link SandboxService#environment()}
	 * @throws SandboxException if the command cannot be run
	 */
	static ServiceProcess start(List<String> command, Path logs, SandboxService service, int port,
			Map<String, String> more) {
		String name = service.kind().serviceName();
		Path log = logs.resolve(name + ".log");
		try {
			Files.createDirectories(logs);
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
			// No AWS_* of the person who runs this: the service must not reach a real
			// account.
			builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
			builder.environment().putAll(service.environment());
			builder.environment().putAll(more);
			builder.environment()
				.putAll(Map.of("SERVER_PORT", Integer.toString(port), "SPRING_CLOUD_AWS_SQS_LISTENER_POLL_TIMEOUT",
						"2s"));
			return new ServiceProcess(name, port, log, builder.start());
		}
		catch (IOException ex) {
			throw new SandboxException("%s cannot be started: %s".formatted(name, ex.getMessage()), ex);
		}
	}

	/**
	 * @throws SandboxException if it has not been built
	 */
	static Path jar(Path root, SandboxService.Kind kind) {
		Path jar = root.resolve(kind.serviceName()).resolve("target").resolve(kind.serviceName() + ".jar");
		if (!Files.exists(jar)) {
			throw new SandboxException("%s is missing: start with sandbox/run, which builds it.".formatted(jar));
		}
		return jar;
	}

	String name() {
		return this.name;
	}

	Path log() {
		return this.log;
	}

	URI url() {
		return url(this.port);
	}

	static URI url(int port) {
		return URI.create("http://localhost:" + port);
	}

	URI health() {
		return url().resolve("/actuator/health");
	}

	CompletableFuture<Process> onExit() {
		return this.process.onExit();
	}

	/**
	 * @throws SandboxException if the process ends, or the time does, before the service
	 * is ready
	 */
	void awaitReady(Instant deadline) {
		try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
			while (!isReady(http)) {
				if (this.process.waitFor(250, TimeUnit.MILLISECONDS)) {
					throw ended();
				}
				if (Instant.now().isAfter(deadline)) {
					throw new SandboxException("%s is not ready in time.%n%s".formatted(this.name, lastLines()));
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SandboxException("Interrupted.", ex);
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

	SandboxException ended() {
		return new SandboxException(
				"%s has ended with exit code %d.%n%s".formatted(this.name, this.process.exitValue(), lastLines()));
	}

	boolean isAlive() {
		return this.process.isAlive();
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
	 * Asks the process to end, without waiting for it.
	 */
	void requestStop() {
		this.process.destroy();
	}

	/**
	 * Waits for the end of the process, and brings it about when the time has passed.
	 */
	void awaitStop(Instant deadline) {
		try {
			if (!this.process.waitFor(Duration.between(Instant.now(), deadline))) {
				this.process.destroyForcibly().waitFor();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
