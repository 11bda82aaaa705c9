package io.bookings.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the files outside of the services' modules name each service, so that none
 * is forgotten for a new service. The services are the modules that depend on
 * {@code consumer-starter}. See docs/adding-an-event.md.
 */
class ServiceFilesUnitTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern STARTER = Pattern
		.compile("<artifactId>consumer-starter</artifactId>(?!\\s*<scope>test)");

	@Test
	void theSandboxHasEachServiceUnderTheSameNames() {
		assertThat(services()).isNotEmpty()
			.containsExactlyInAnyOrderElementsOf(Stream.of(ServiceKind.values())
				.map((kind) -> new Service(kind.serviceName(), kind.queueVariable()))
				.toList());
		for (ServiceKind kind : ServiceKind.values()) {
			Service service = new Service(kind.serviceName(), kind.queueVariable());
			assertThat(kind.queueName()).isEqualTo(service.insertNames("<queue>-queue"));
			assertThat(kind.eventQueueName()).isEqualTo(service.insertNames("<recipient>-notification-event-queue"));
			assertThat(kind.databaseName()).isEqualTo(service.insertNames("<database>"));
		}
	}

	/** The script sandbox/run takes the services from the names of the modules. */
	@Test
	void buildNamesEachService() {
		assertThat(services()).allSatisfy((service) -> assertThat(service.name()).endsWith("-consumer"));
		assertEachServiceIn("Dockerfile", "-pl sandbox\\S*,<name>[, ]");
		assertEachServiceIn(".devcontainer/devcontainer.json", "\"label\": \"<name>\"");
	}

	@Test
	void containersQueuesAndDatabasesNameEachService() {
		assertEachServiceIn("docker-compose.yml", "^  <name>:$", "^    image: booking-consumers/<name>$",
				"SERVICE: <name>,", "^      <variable>: http://sqs:9324/000000000000/<queue>-queue$",
				"^      SQS_NOTIFICATION_EVENT_QUEUE_URL: http://sqs:9324/000000000000/<recipient>-notification-event-queue$",
				"^      SPRING_DATASOURCE_URL: jdbc:postgresql://postgres:5432/<database>$",
				"^      SPRING_DATASOURCE_USERNAME: <database>$", "^      SPRING_FLYWAY_USER: <database>_owner$");
		assertEachServiceIn("docker-compose.localstack.yml", "^  <name>:$",
				"^      <variable>: http://sqs:4566/000000000000/<queue>-queue$",
				"^      SQS_NOTIFICATION_EVENT_QUEUE_URL: http://sqs:4566/000000000000/<recipient>-notification-event-queue$");
		assertEachServiceIn("localstack-init/ready.d/queues.sh", "^for name in (.+ )?<queue>( .+)?; do$",
				"^for name in (.+ )?<recipient>-notification-event( .+)?; do$");
		assertEachServiceIn("postgres-init/databases.sh", " create_database <database>$");
	}

	/** AwsTemplatesUnitTests and KubernetesManifestsUnitTests compare the values. */
	@Test
	void deploymentsNameEachService() {
		assertEachServiceIn("deploy/aws/queues.yaml", "^      QueueName: <queue>-queue$",
				"^      QueueName: <recipient>-notification-event-queue$", "^        - PolicyName: <name>$");
		assertEachServiceIn("deploy/aws/services.yaml", "^      Family: <name>$", "Name: <variable>$");
		assertEachServiceIn("deploy/kubernetes/base/kustomization.yaml", "^  - <name>.yaml$", "^  - name: <name>$");
		assertEachServiceIn("deploy/kubernetes/overlays/example/kustomization.yaml", "^  - name: <name>$",
				"^      - <variable>=https://.+/<queue>-queue$");
		assertEachServiceIn("docs/deployment.md", "<name>", "<queue>-queue");
	}

	@Test
	void monitoringNamesEachService() {
		String anyJob = "up\\{job=~\"(.+\\|)?<name>(\\|.+)?\"}";
		assertEachServiceIn("observability/prometheus.yml", "^  - job_name: <name>$", "^      - names: \\[<name>]$");
		assertEachServiceIn("observability/alerts.yml", anyJob, "absent\\(up\\{job=\"<name>\"}\\)");
		assertEachServiceIn("observability/alerts.test.yml", "up\\{job=\"<name>\", ");
		assertEachServiceIn("docs/operations.md", anyJob);
	}

	@Test
	void documentationNamesEachService() {
		assertEachServiceIn("README.md", "^    <name>/ ", "^\\| .*`<variable>`.* \\|");
		assertEachServiceIn("docs/architecture.md", "^    <name> --> consumer-starter$");
		assertEachServiceIn("docs/configuration.md", "^\\| `<variable>` \\|");
		assertEachServiceIn("docs/api.md", "^\\| .*\\| <name>( \\|.*)? \\|$");
		assertEachServiceIn("requests.http", "^### OpenAPI document of <name>$",
				"^### Health of <name> with all components$");
	}

	/**
	 * Asserts that a file has each of the lines for each service. The lines are patterns,
	 * in which {@code <name>} and others stand for the service's names.
	 */
	private static void assertEachServiceIn(String file, String... lines) {
		String content = read(file);
		for (Service service : services()) {
			Stream<String> missing = Stream.of(lines)
				.map(service::insertNames)
				.filter((line) -> !Pattern.compile(line, Pattern.MULTILINE).matcher(content).find());
			assertThat(missing).as("Lines for %s that %s does not have", service.name(), file).isEmpty();
		}
	}

	private static List<Service> services() {
		return Pattern.compile("<module>(.+)</module>")
			.matcher(read("pom.xml"))
			.results()
			.map((module) -> module.group(1))
			.filter(ServiceFilesUnitTests::usesTheStarter)
			.map(Service::of)
			.toList();
	}

	private static boolean usesTheStarter(String module) {
		String pom = read(module + "/pom.xml");
		return STARTER.matcher(pom.substring(pom.indexOf("<dependencies>"))).find();
	}

	private static String read(String file) {
		try {
			return Files.readString(ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A service. All of its names follow from two.
	 *
	 * @param name the name of its module, image, container and Prometheus job
	 * @param variable the variable with the URL of its queue, such as
	 * {@code SQS_BOOKING_REQUEST_QUEUE_URL}
	 */
	private record Service(String name, String variable) {

		private static final Pattern QUEUE_URL = Pattern
			.compile("booking\\.consumer\\.queue-url=\\$\\{(SQS_\\w+_QUEUE_URL)}");

		static Service of(String module) {
			String settings = read(module + "/src/main/resources/application.properties");
			assertThat(settings).contains("spring.application.name=" + module + '\n').containsPattern(QUEUE_URL);
			return new Service(module,
					QUEUE_URL.matcher(settings)
						.results()
						.map((variable) -> variable.group(1))
						.findFirst()
						.orElseThrow());
		}

		/**
		 * The name of its queue without the suffix, such as {@code booking-request}.
		 */
		String queue() {
			return this.variable.replaceAll("SQS_(\\w+)_QUEUE_URL", "$1").toLowerCase(Locale.ROOT).replace('_', '-');
		}

		String insertNames(String line) {
			return line.replace("<name>", this.name)
				.replace("<variable>", this.variable)
				.replace("<queue>", queue())
				.replace("<recipient>", this.name.replace("-consumer", ""))
				.replace("<database>", this.name.replace('-', '_'));
		}

	}

}
