package io.bookings.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One instance of a service: a process that is started again whenever it has ended, as an
 * orchestrator does it.
 */
final class ServiceInstance implements AutoCloseable {

	/** What the README asks an orchestrator to grant. */
	private static final int STOP_SECONDS = 30;

	private final List<String> command;

	private final Map<String, String> environment;

	private final Path log;

	private final int port;

	private volatile @Nullable Process process;

	private volatile boolean expectedToRun;

	private ServiceInstance(List<String> command, Map<String, String> environment, Path log, int port) {
		this.command = command;
		this.environment = environment;
		this.log = log;
		this.port = port;
	}

	/**
	 * An instance that is not running yet.
	 * @param jar the service's executable jar
	 * @param additionalClassPath directories that come before the jar's own classes;
	 * usually none
	 * @param port where its HTTP API answers
	 * @param log what the processes write is appended to it
	 */
	static ServiceInstance of(Path jar, List<Path> additionalClassPath, Map<String, String> environment, int port,
			Path log) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
		if (additionalClassPath.isEmpty()) {
			command.addAll(List.of("-jar", jar.toString()));
		}
		else {
			command.addAll(List.of(
					"-Dloader.path=" + String.join(",", additionalClassPath.stream().map(Path::toString).toList()),
					"-cp", jar.toString(), "org.springframework.boot.loader.launch.PropertiesLauncher"));
		}
		Map<String, String> complete = new HashMap<>(environment);
		complete.put("SERVER_PORT", Integer.toString(port));
		return new ServiceInstance(command, complete, log, port);
	}

	/**
	 * Where its HTTP API answers.
	 */
	int port() {
		return this.port;
	}

	synchronized void start() {
		ProcessBuilder builder = new ProcessBuilder(this.command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.log.toFile()));
		// No AWS_* of the person who runs this: the service must not reach a real
		// account.
		builder.environment().keySet().retainAll(List.of("PATH"));
		builder.environment().putAll(this.environment);
		try {
			this.process = builder.start();
			this.expectedToRun = true;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether the service says that it is ready.
	 */
	boolean isReady(HttpClient http) throws InterruptedException {
		try {
			URI readiness = URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(this.port));
			return http
				.send(HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(5)).build(),
						HttpResponse.BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Whether the process has ended though nobody asked it to.
	 */
	boolean hasExited() {
		Process running = this.process;
		return this.expectedToRun && running != null && !running.isAlive();
	}

	/**
	 * What a power failure does.
	 */
	synchronized void kill() {
		this.expectedToRun = false;
		Process running = this.process;
		if (running != null) {
			Signals.send("KILL", List.of(running.toHandle()));
			running.onExit().join();
		}
	}

	/**
	 * What a roll-out does.
	 * @return whether the process has ended in time; otherwise it was killed
	 */
	synchronized boolean stop() throws InterruptedException {
		this.expectedToRun = false;
		Process running = this.process;
		if (running == null) {
			return true;
		}
		Signals.send("TERM", List.of(running.toHandle()));
		if (running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
			return true;
		}
		kill();
		return false;
	}

	void freeze() {
		Process running = this.process;
		if (running != null) {
			Signals.send("STOP", List.of(running.toHandle()));
		}
	}

	void thaw() {
		Process running = this.process;
		if (running != null) {
			Signals.send("CONT", List.of(running.toHandle()));
		}
	}

	@Override
	public void close() {
		kill();
	}

}
