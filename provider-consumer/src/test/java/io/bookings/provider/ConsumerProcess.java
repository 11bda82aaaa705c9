package io.bookings.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The jar, running as a process of its own, with nothing in its environment but what is
 * given.
 */
final class ConsumerProcess implements AutoCloseable {

	private final Process process;

	private final Path output;

	private ConsumerProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static ConsumerProcess start(Map<String, String> environment) {
		try {
			Path output = Files.createTempFile(Path.of("target"), "consumer-process-", ".log");
			ProcessBuilder builder = new ProcessBuilder(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
					"-jar", "target/provider-consumer.jar")
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().keySet().retainAll(List.of("PATH"));
			builder.environment().putAll(environment);
			// Whoever builds on an instance of EC2 has a region and a role.
			builder.environment()
				.putAll(Map.of("SERVER_PORT", "0", "AWS_EC2_METADATA_DISABLED", "true", "HOME",
						Path.of("target").toAbsolutePath().toString()));
			return new ConsumerProcess(builder.start(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What docker does when it stops a container.
	 */
	void askToStop() {
		this.process.destroy();
	}

	/**
	 * What a power failure does.
	 */
	void kill() {
		this.process.destroyForcibly();
		waitFor();
	}

	/**
	 * Waits for the process to end by itself.
	 * @return its exit code
	 */
	int waitFor() {
		try {
			if (!this.process.waitFor(5, TimeUnit.MINUTES)) {
				throw new IllegalStateException("Still running: " + output());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	boolean isRunning() {
		return this.process.isAlive();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
