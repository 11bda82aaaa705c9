package io.bookings.faults;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.ServiceProcess;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service. It can be started again after it has ended, on the same
 * port, as an orchestrator does.
 */
final class ServiceInstance implements AutoCloseable {

	/** The time that the README requires an orchestrator to grant. */
	private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

	private final String name;

	private final List<String> command;

	private final Map<String, String> environment;

	private final Path log;

	private final int port;

	private volatile @Nullable ServiceProcess process;

	private volatile boolean expectedToRun;

	private ServiceInstance(String name, List<String> command, Map<String, String> environment, int port, Path log) {
		this.name = name;
		this.command = command;
		this.environment = environment;
		this.port = port;
		this.log = log;
	}

	/**
	 * An instance that is not running yet.
	 * @param kind the service
	 * @param jar the service's executable jar
	 * @param additionalClassPath directories that come before the jar's own classes;
	 * usually none
	 * @param port the port of its HTTP API
	 * @param log the file to which all processes of the instance append
	 */
	static ServiceInstance of(ServiceKind kind, Path jar, List<Path> additionalClassPath,
			Map<String, String> environment, int port, Path log) {
		List<String> command = new ArrayList<>(
				ServiceProcess.command(jar, "-XX:TieredStopAtLevel=1", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError"));
		if (!additionalClassPath.isEmpty()) {
			command.remove("-jar");
			command.removeLast();
			String classPath = Stream.concat(additionalClassPath.stream(), Stream.of(jar))
				.map(Path::toString)
				.collect(Collectors.joining(File.pathSeparator));
			command.addAll(List.of("-cp", classPath, mainClass(jar)));
		}
		return new ServiceInstance(kind.serviceName(), command, environment, port, log);
	}

	private static String mainClass(Path jar) {
		try (JarFile file = new JarFile(jar.toFile())) {
			return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.port;
	}

	synchronized void start() {
		this.process = ServiceProcess.start(this.name, this.command, this.environment, this.port, this.log);
		this.expectedToRun = true;
	}

	/**
	 * Waits until the service is ready.
	 */
	void awaitReady(Instant deadline) {
		ServiceProcess running = this.process;
		if (running != null) {
			running.awaitReady(deadline);
		}
	}

	/**
	 * Whether the process has ended by itself.
	 */
	boolean hasExited() {
		ServiceProcess running = this.process;
		return this.expectedToRun && running != null && !running.isAlive();
	}

	/**
	 * Ends the process as a power failure does.
	 */
	synchronized void kill() {
		this.expectedToRun = false;
		ServiceProcess running = this.process;
		if (running != null) {
			running.kill();
		}
	}

	/**
	 * Ends the process as a roll-out does.
	 * @return whether the process has ended in time; otherwise it was killed
	 */
	synchronized boolean stop() {
		this.expectedToRun = false;
		ServiceProcess running = this.process;
		if (running == null) {
			return true;
		}
		running.requestStop();
		return running.awaitStop(Instant.now().plus(STOPPED_WITHIN));
	}

	void freeze() {
		signal("STOP");
	}

	void thaw() {
		signal("CONT");
	}

	private void signal(String signal) {
		ServiceProcess running = this.process;
		if (running != null) {
			Signals.send(signal, List.of(running.handle()));
		}
	}

	@Override
	public void close() {
		kill();
	}

}
