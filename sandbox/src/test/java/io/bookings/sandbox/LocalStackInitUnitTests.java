package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The initialization script of LocalStack creates the same queues as the sandbox. A
 * program that records its arguments replaces the client of LocalStack.
 */
@DisabledOnOs(OS.WINDOWS)
class LocalStackInitUnitTests {

	private static final Path SCRIPT = Path.of("..", "localstack-init", "ready.d", "queues.sh").toAbsolutePath();

	private static final String CLIENT = """
			#!/usr/bin/env bash
			set -euo pipefail
			case "$2 $3" in
			"create-queue --queue-name") touch "$ASKED/$4"; echo "http://localhost/$4" ;;
			"get-queue-attributes --queue-url") [[ "$6" = QueueArn ]]; echo "arn:aws:sqs:us-east-1:000000000000:${4##*/}" ;;
			"set-queue-attributes --queue-url") printf '%s' "$6" >"$ASKED/${4##*/}" ;;
			*) echo "not expected: $*" >&2; exit 1 ;;
			esac
			""";

	@TempDir
	private Path directory;

	@Test
	void theQueuesAreThoseOfTheSandboxHoweverOftenTheScriptRuns() throws Exception {
		Map<String, Map<String, String>> expected = new TreeMap<>();
		for (ServiceKind kind : ServiceKind.values()) {
			expected.put(kind.deadLetterQueueName(), named(Queues.deadLetterQueueAttributes(kind.queueName())));
			expected.put(kind.queueName(), named(Queues.queueAttributes(kind.deadLetterQueueName())));
			expected.put(kind.eventDeadLetterQueueName(),
					named(Queues.deadLetterQueueAttributes(kind.eventQueueName())));
			expected.put(kind.eventQueueName(), named(Queues.queueAttributes(kind.eventDeadLetterQueueName())));
		}
		assertThat(run()).isEqualTo(expected);
		assertThat(run()).isEqualTo(expected);
	}

	private Map<String, Map<String, String>> run() throws Exception {
		Path asked = Files.createDirectories(this.directory.resolve("asked"));
		Path client = Files.writeString(this.directory.resolve("awslocal"), CLIENT);
		assertThat(client.toFile().setExecutable(true)).isTrue();
		ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("output").toFile());
		builder.environment().put("PATH", this.directory + ":" + System.getenv("PATH"));
		builder.environment().put("ASKED", asked.toString());
		Process process = builder.start();
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(this.directory.resolve("output"))).isZero();
		try (Stream<Path> files = Files.list(asked)) {
			Map<String, Map<String, String>> queues = new TreeMap<>();
			for (Path file : files.toList()) {
				queues.put(file.getFileName().toString(), attributes(file));
			}
			return queues;
		}
	}

	private static Map<String, String> attributes(Path file) throws IOException {
		Map<String, String> attributes = new TreeMap<>();
		JsonNode.parser()
			.parse(Files.readString(file))
			.asObject()
			.forEach((name, value) -> attributes.put(name, value.asString()));
		return attributes;
	}

	private static Map<String, String> named(Map<QueueAttributeName, String> attributes) {
		Map<String, String> named = new TreeMap<>();
		attributes.forEach((name, value) -> named.put(name.toString(), value));
		return named;
	}

}
