package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that {@code docker-compose.yml} and related files are consistent.
 */
class ComposeUnitTests {

	private static final Path ROOT = Path.of("..");

	@Test
	void theExampleListsAllVariablesWithTheirDefaults() throws IOException {
		Map<String, String> example = new TreeMap<>();
		Files.readAllLines(ROOT.resolve(".env.example"))
			.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.split("=", 2))
			.forEach((setting) -> example.put(setting[0], setting[1]));
		Map<String, String> compose = new TreeMap<>();
		Pattern.compile("\\$\\{(\\w+):-([^}]*)}").matcher(compose()).results().forEach((variable) -> {
			String earlier = compose.put(variable.group(1), variable.group(2));
			assertThat(earlier).as(variable.group(1)).isIn(null, variable.group(2));
		});
		assertThat(compose).isNotEmpty().isEqualTo(example);
	}

	@Test
	void everyPortIsBoundToThisMachineAlone() throws IOException {
		assertThat(compose().lines().filter((line) -> line.contains(" ports:"))).isNotEmpty()
			.allSatisfy((line) -> assertThat(line).contains("[\"127.0.0.1:"));
	}

	/** Maven reads the poms of all modules, even if it builds only some of them. */
	@Test
	void everyModuleIsAvailableInTheImageBuild() throws IOException {
		List<String> modules = Pattern.compile("<module>(.+)</module>")
			.matcher(Files.readString(ROOT.resolve("pom.xml")))
			.results()
			.map((module) -> module.group(1))
			.toList();
		assertThat(modules).contains("provider-consumer", "user-consumer");
		assertThat(Files.readAllLines(ROOT.resolve(".dockerignore")))
			.doesNotContainAnyElementsOf(modules.stream().map((module) -> module + "/").toList())
			.doesNotContainAnyElementsOf(modules);
	}

	/**
	 * The sandbox embeds the same version, which the tests have run on.
	 */
	@Test
	void theVersionOfElasticMqIsThatOfTheSandbox() throws IOException {
		String version = Pattern.compile("<elasticmq.version>(.+)</elasticmq.version>")
			.matcher(Files.readString(ROOT.resolve("pom.xml")))
			.results()
			.map((property) -> property.group(1))
			.findFirst()
			.orElseThrow();
		assertThat(compose()).contains("image: softwaremill/elasticmq-native:" + version + "\n");
	}

	@Test
	void theQueuesOfElasticMqAreThoseOfTheSandbox() {
		Config file = ConfigFactory
			.parseFile(ROOT.resolve("elasticmq/elasticmq.conf").toFile(),
					ConfigParseOptions.defaults().setAllowMissing(false))
			.resolve();
		Map<String, Map<String, String>> expected = new TreeMap<>();
		for (ServiceKind kind : ServiceKind.values()) {
			expected.put(kind.queueName(), known(Queues.queueAttributes(kind.deadLetterQueueName())));
			expected.put(kind.deadLetterQueueName(), Map.of());
			expected.put(kind.eventQueueName(), known(Queues.queueAttributes(kind.eventDeadLetterQueueName())));
			expected.put(kind.eventDeadLetterQueueName(), Map.of());
		}
		Map<String, Map<String, String>> configured = new TreeMap<>();
		file.getObject("queues")
			.keySet()
			.forEach((name) -> configured.put(name, settings(file.getConfig("queues." + name))));
		assertThat(configured).isEqualTo(expected);
		assertThat(file.getString("aws.region")).isEqualTo(Queues.REGION);
		assertThat(file.getString("aws.accountId")).isEqualTo(Queues.ACCOUNT);
	}

	/**
	 * Returns the attributes that ElasticMQ can have: it has no retention and no
	 * encryption.
	 */
	private static Map<String, String> known(Map<QueueAttributeName, String> attributes) {
		return Map.of("visibility timeout", attributes.get(QueueAttributeName.VISIBILITY_TIMEOUT), "wait time",
				attributes.get(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS), "redrive policy",
				attributes.get(QueueAttributeName.REDRIVE_POLICY));
	}

	private static Map<String, String> settings(Config queue) {
		if (queue.isEmpty()) {
			return Map.of();
		}
		assertThat(queue.root().keySet()).containsExactlyInAnyOrder("defaultVisibilityTimeout", "receiveMessageWait",
				"deadLettersQueue");
		return Map.of("visibility timeout", String.valueOf(queue.getDuration("defaultVisibilityTimeout").toSeconds()),
				"wait time", String.valueOf(queue.getDuration("receiveMessageWait").toSeconds()), "redrive policy",
				"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(
						Queues.arn(queue.getString("deadLettersQueue.name")),
						queue.getInt("deadLettersQueue.maxReceiveCount")));
	}

	/**
	 * Returns the text of all Compose files.
	 */
	private static String compose() throws IOException {
		return Files.readString(ROOT.resolve("docker-compose.yml"))
				+ Files.readString(ROOT.resolve("docker-compose.localstack.yml"));
	}

}
