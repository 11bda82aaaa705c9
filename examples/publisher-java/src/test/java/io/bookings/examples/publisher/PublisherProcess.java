package io.bookings.examples.publisher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;

/**
 * A publisher that runs as a process of its own.
 */
final class PublisherProcess implements AutoCloseable {

	private final Process process;

	private PublisherProcess(Process process) {
		this.process = process;
	}

	/**
	 * Starts a command with the environment of a sandbox.
	 * @param database the service whose database the publisher uses
	 * @param variables further variables
	 */
	static PublisherProcess start(List<String> command, Path directory, Path log, SandboxService requests,
			SandboxService confirmations, SandboxService database, Map<String, String> variables) {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
		Map<String, String> environment = builder.environment();
		environment.putAll(confirmations.environment());
		environment.putAll(requests.environment());
		environment.putAll(variables);
		environment.put("AWS_ENDPOINT_URL", Sandbox.shared().sqsEndpoint().toString());
		environment.put("SPRING_DATASOURCE_URL", database.jdbcUrl());
		environment.put("SPRING_DATASOURCE_USERNAME", database.username());
		environment.put("SPRING_DATASOURCE_PASSWORD", database.password());
		try {
			log.toFile().getParentFile().mkdirs();
			return new PublisherProcess(builder.start());
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot be started: " + command, ex);
		}
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * Sends SIGKILL and waits for the end.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/**
	 * Waits for the end.
	 * @return the exit code
	 */
	int await() throws InterruptedException {
		if (!this.process.waitFor(2, TimeUnit.MINUTES)) {
			throw new IllegalStateException("The publisher still runs after two minutes.");
		}
		return this.process.exitValue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
