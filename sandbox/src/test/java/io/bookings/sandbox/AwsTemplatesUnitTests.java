package io.bookings.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The CloudFormation templates create the queues of the sandbox, and services with the
 * settings of {@code docker-compose.yml}.
 */
class AwsTemplatesUnitTests {

	private static final Path ROOT = Path.of("..");

	private static final Path QUEUES = ROOT.resolve("deploy/aws/queues.yaml");

	private static final Path SERVICES = ROOT.resolve("deploy/aws/services.yaml");

	private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:email-events";

	private static final Map<String, String> EVERYTHING = Map.of("PublisherArn",
			"arn:aws:iam::000000000000:role/booking-service", "EmailEventSourceArn", TOPIC, "TextMessages", "true",
			"CollectDeadLetters", "true", "AlarmTopicArn", TOPIC);

	private final StackTemplate queues = StackTemplate.read(QUEUES, EVERYTHING);

	@Test
	void theQueuesAreThoseOfTheSandbox() {
		Map<String, Map<String, Object>> expected = new TreeMap<>();
		for (ServiceKind kind : ServiceKind.values()) {
			expected.put(kind.deadLetterQueueName(), parsed(Queues.deadLetterQueueAttributes(kind.queueName())));
			expected.put(kind.queueName(), parsed(Queues.queueAttributes(kind.deadLetterQueueName())));
			expected.put(kind.eventDeadLetterQueueName(),
					parsed(Queues.deadLetterQueueAttributes(kind.eventQueueName())));
			expected.put(kind.eventQueueName(), parsed(Queues.queueAttributes(kind.eventDeadLetterQueueName())));
		}
		Map<String, Map<String, Object>> created = new TreeMap<>();
		for (String queue : this.queues.resources("AWS::SQS::Queue")) {
			Map<String, Object> properties = new TreeMap<>(this.queues.properties(queue));
			String name = properties.remove("QueueName").toString();
			properties.replaceAll((property, value) -> (value instanceof Map) ? value : value.toString());
			created.put(name, properties);
		}
		assertThat(created).isEqualTo(expected);
	}

	@Test
	void eachQueueRefusesPlainHttp() {
		List<String> refusing = new ArrayList<>();
		for (String name : this.queues.resources("AWS::SQS::QueuePolicy")) {
			Map<String, Object> policy = this.queues.properties(name);
			Map<?, ?> document = (Map<?, ?>) policy.get("PolicyDocument");
			assertThat((List<?>) document.get("Statement")).as(name).anySatisfy((statement) -> {
				assertThat(statement).asInstanceOf(InstanceOfAssertFactories.MAP)
					.containsEntry("Effect", "Deny")
					.containsEntry("Principal", "*")
					.containsEntry("Action", "sqs:*")
					.containsEntry("Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));
				refusing.add(((Map<?, ?>) statement).get("Resource").toString());
			});
		}
		assertThat(refusing).hasSize(this.queues.resources("AWS::SQS::Queue").size())
			.containsExactlyInAnyOrderElementsOf(this.queues.resources("AWS::SQS::Queue")
				.stream()
				.map((queue) -> Queues.arn(this.queues.properties(queue).get("QueueName").toString()))
				.toList());
	}

	/**
	 * The integration tests of provider-consumer prove that it needs each permission. The
	 * services differ only in their queues.
	 */
	@Test
	void theRolesOfAllServicesDifferOnlyInTheirQueues() {
		List<String> ofProvider = permissions(ServiceKind.PROVIDER);
		assertThat(ofProvider).contains("sqs:ReceiveMessage queue", "sqs:SendMessage event-dlq", "sns:Publish *",
				"cloudwatch:PutMetricData *");
		assertThat(permissions(ServiceKind.USER)).isEqualTo(ofProvider);
	}

	@Test
	void aRoleHasNoPermissionsForWhatIsSwitchedOff() {
		StackTemplate plain = StackTemplate.read(QUEUES, Map.of("MetricsNamespace", ""));
		assertThat(plain.policy("ProviderConsumerRole").permissions()).extracting(Object::toString)
			.containsExactly("sqs:ReceiveMessage booking-request-queue", "sqs:DeleteMessage booking-request-queue",
					"sqs:ChangeMessageVisibility booking-request-queue", "sqs:GetQueueAttributes booking-request-queue",
					"sqs:SendMessage booking-request-dlq", "sqs:GetQueueAttributes booking-request-dlq");
		assertThat(plain.resources("AWS::CloudWatch::Alarm")).noneMatch((alarm) -> alarm.contains("Paused"));
	}

	@Test
	void eachAlarmLinksToASectionOfTheRunbook() throws IOException {
		String runbook = Files.readString(ROOT.resolve("docs/operations.md"));
		List<String> sections = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE)
			.matcher(runbook)
			.results()
			.map((heading) -> heading.group(1).toLowerCase().replace(' ', '-'))
			.toList();
		String deployment = Files.readString(ROOT.resolve("docs/deployment.md"));
		for (String name : this.queues.resources("AWS::CloudWatch::Alarm")) {
			Map<String, Object> alarm = this.queues.properties(name);
			String description = alarm.get("AlarmDescription").toString();
			assertThat(description).as(name).contains(": docs/operations.md#");
			assertThat(sections).as(name).contains(description.replaceFirst(".*#", ""));
			assertThat(alarm).as(name)
				.containsEntry("AlarmActions", List.of(TOPIC))
				.containsEntry("OKActions", List.of(TOPIC));
			assertThat(deployment).as(name).contains("`" + alarm.get("AlarmName") + "`");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "queues.yaml", "services.yaml" })
	void eachParameterHasADescriptionAndAcceptsItsDefault(String file) {
		StackTemplate template = file.equals("queues.yaml") ? this.queues : services();
		template.parameters().forEach((name, parameter) -> {
			assertThat(parameter.get("Description")).as(name).asString().endsWith(".");
			if (parameter.get("Type").equals("String")) {
				assertThat(parameter).as(name)
					.containsAnyOf(Map.entry("AllowedValues", parameter.getOrDefault("AllowedValues", "")),
							Map.entry("AllowedPattern", parameter.getOrDefault("AllowedPattern", "")));
			}
			if (parameter.get("AllowedPattern") instanceof String pattern) {
				assertThat(parameter).as(name).containsKey("ConstraintDescription");
				if (parameter.get("Default") instanceof String value) {
					assertThat(value).as(name).matches(pattern);
				}
			}
			if (parameter.get("AllowedValues") instanceof List<?> values) {
				assertThat(values.contains(parameter.get("Default"))).as(name).isTrue();
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void theServiceOnEcsHasTheSettingsOfTheComposeFile(ServiceKind kind) {
		Map<String, Object> container = container(kind);
		Map<String, String> environment = new HashMap<>();
		objects(container.get("Environment"))
			.forEach((variable) -> environment.put(variable.get("Name").toString(), variable.get("Value").toString()));
		List<String> secrets = objects(container.get("Secrets")).stream()
			.map((secret) -> secret.get("Name").toString())
			.toList();
		assertThat(container).containsEntry("Name", kind.serviceName())
			.containsEntry("ReadonlyRootFilesystem", true)
			.containsEntry("User", "1000:1000")
			.containsEntry("StopTimeout", 30);
		assertThat(environment)
			.containsEntry(kind.queueVariable(),
					"import:booking-consumers-queues-%sQueueUrl"
						.formatted((kind == ServiceKind.PROVIDER) ? "BookingRequest" : "BookingConfirmation"))
			.containsEntry("SQS_NOTIFICATION_EVENT_QUEUE_URL",
					"import:booking-consumers-queues-%sNotificationEventQueueUrl".formatted(prefix(kind)))
			.containsEntry("SPRING_DATASOURCE_URL",
					"jdbc:postgresql://db.example.org:5432/%s?sslmode=verify-full&sslrootcert=/certs/rds.pem"
						.formatted(kind.databaseName()));
		Map<String, Object> compose = ComposeFile.read().environment(kind);
		List<String> known = new ArrayList<>(environment.keySet());
		known.addAll(secrets);
		// A role replaces keys.
		assertThat(known).containsAll(compose.keySet()
			.stream()
			.filter((name) -> !name.startsWith("AWS_ACCESS") && !name.startsWith("AWS_SECRET"))
			.toList());
		for (String name : List.of("SPRING_DATASOURCE_USERNAME", "SPRING_FLYWAY_USER", "SPRING_SECURITY_USER_NAME")) {
			assertThat(environment).containsEntry(name, compose.get(name).toString());
		}
		assertThat(secrets).allMatch((name) -> name.endsWith("PASSWORD") || name.endsWith("USERNAME"));
		assertThat(environment.keySet()).noneMatch((name) -> name.endsWith("PASSWORD"));
	}

	/** ECS does not use the health check of an image. */
	@ParameterizedTest
	@EnumSource
	void theHealthCheckOnEcsIsThatOfTheImage(ServiceKind kind) throws IOException {
		List<?> command = (List<?>) ((Map<?, ?>) container(kind).get("HealthCheck")).get("Command");
		String ofImage = Pattern.compile("^\\s+CMD (\\[.+])$", Pattern.MULTILINE)
			.matcher(Files.readString(ROOT.resolve("Dockerfile")))
			.results()
			.map((line) -> line.group(1))
			.findFirst()
			.orElseThrow();
		assertThat(command.getFirst()).isEqualTo("CMD");
		assertThat(command.subList(1, command.size())).map(Object::toString)
			.isEqualTo(JsonNode.parser().parse(ofImage).asArray().stream().map(JsonNode::asString).toList());
	}

	private static StackTemplate services() {
		Map<String, String> parameters = new HashMap<>(Map.of("Vpc", "vpc-1", "Subnets", "subnet-1", "ProviderImage",
				"registry.example.org/provider-consumer:1", "UserImage", "registry.example.org/user-consumer:1",
				"ProviderSecretArn", "arn:provider", "UserSecretArn", "arn:user", "MailSecretArn", "arn:mail",
				"DatabaseHost", "db.example.org", "MailHost", "mail.example.org", "MailFrom", "bookings@example.org"));
		parameters.put("DatabaseSecurityGroup", "sg-1");
		parameters.put("EmailEvents", "true");
		return StackTemplate.read(SERVICES, parameters);
	}

	/**
	 * Returns the container of a service's task.
	 */
	private static Map<String, Object> container(ServiceKind kind) {
		return objects(services().properties(prefix(kind) + "Task").get("ContainerDefinitions")).getFirst();
	}

	private static String prefix(ServiceKind kind) {
		return Character.toUpperCase(kind.recipient().charAt(0)) + kind.recipient().substring(1);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> objects(Object list) {
		return (List<Map<String, Object>>) list;
	}

	/**
	 * Returns the permissions of a role, without the names that belong to the service.
	 */
	private List<String> permissions(ServiceKind kind) {
		return this.queues.policy(prefix(kind) + "ConsumerRole")
			.permissions()
			.stream()
			.map((permission) -> permission.toString()
				.replace(kind.eventQueueName(), "event-queue")
				.replace(kind.eventDeadLetterQueueName(), "event-dlq")
				.replace(kind.queueName(), "queue")
				.replace(kind.deadLetterQueueName(), "dlq"))
			.toList();
	}

	/**
	 * Replaces policies in JSON by objects, as CloudFormation has them.
	 */
	private static Map<String, Object> parsed(Map<QueueAttributeName, String> attributes) {
		Map<String, Object> parsed = new TreeMap<>();
		attributes.forEach(
				(name, value) -> parsed.put(name.toString(), value.startsWith("{") ? new Yaml().load(value) : value));
		return parsed;
	}

}
