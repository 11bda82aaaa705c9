package io.bookings.user;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The other service, running from its jar as a process of its own on a free port.
 */
final class ProviderProcess implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path output;

	private ProviderProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static ProviderProcess start(Map<String, String> environment) {
		try {
			Path output = Files.createTempFile(Path.of("target"), "provider-process-", ".log");
			ProcessBuilder builder = new ProcessBuilder(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
					"-jar", "../provider-consumer/target/provider-consumer.jar")
				.redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().keySet().retainAll(List.of("PATH"));
			builder.environment().putAll(environment);
			builder.environment().put("SERVER_PORT", "0");
			return new ProviderProcess(builder.start(), output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String url() {
		await().atMost(Duration.ofMinutes(5)).untilAsserted(() -> assertThat(output()).containsPattern(PORT));
		Matcher port = PORT.matcher(output());
		assertThat(port.find()).isTrue();
		return "http://127.0.0.1:" + port.group(1);
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
		this.process.destroyForcibly().onExit().join();
	}

}
