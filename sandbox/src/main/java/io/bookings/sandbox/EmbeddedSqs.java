package io.bookings.sandbox;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * ElasticMQ on a port of 127.0.0.1, with the limits of Amazon SQS (bodies up to 1 MiB, no
 * control characters).
 */
final class EmbeddedSqs implements AutoCloseable {

	static final String REGION = "us-east-1";

	static final String ACCESS_KEY = "test";

	static final String SECRET_KEY = "test";

	/**
	 * Takes the place of the application.conf that ElasticMQ brings, which logs at DEBUG.
	 * No shutdown hooks: whoever closes the sandbox decides what stops when. Long polls
	 * take up to 20 seconds.
	 */
	private static final String SETTINGS = """
			pekko {
			  loggers = ["org.apache.pekko.event.slf4j.Slf4jLogger"]
			  logging-filter = "org.apache.pekko.event.slf4j.Slf4jLoggingFilter"
			  loglevel = WARNING
			  stdout-loglevel = OFF
			  log-dead-letters = off
			  log-dead-letters-during-shutdown = off
			  daemonic = on
			  jvm-shutdown-hooks = off
			  coordinated-shutdown.run-by-jvm-shutdown-hook = off
			  http.server.request-timeout = 21s
			  http.server.parsing.illegal-header-warnings = off
			}
			""";

	private static final Duration PATIENCE = Duration.create(30, TimeUnit.SECONDS);

	private final ActorSystem actors;

	private final URI endpoint;

	private final SqsClient client;

	private EmbeddedSqs(ActorSystem actors, URI endpoint) {
		this.actors = actors;
		this.endpoint = endpoint;
		this.client = SqsClient.builder()
			.endpointOverride(endpoint)
			.region(Region.of(REGION))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
			.build();
	}

	/**
	 * @param port where to listen, 0 for a free one
	 * @throws SandboxException if the port is taken
	 */
	static EmbeddedSqs start(int port) {
		if (port != 0 && !Ports.isFree(port)) {
			throw new SandboxException("Port %d, which SQS is to use, is taken by another process.".formatted(port));
		}
		ClassLoader classLoader = EmbeddedSqs.class.getClassLoader();
		ActorSystem actors = ActorSystem.create("sandbox-sqs",
				ConfigFactory.load(classLoader, ConfigFactory.parseString(SETTINGS)), classLoader);
		try {
			int actualPort = SQSRestServerBuilder.withActorSystem(actors)
				.withInterface("127.0.0.1")
				.withPort((port != 0) ? port : Ports.free())
				.withAWSRegion(REGION)
				.start()
				.waitUntilStarted()
				.localAddress()
				.getPort();
			return new EmbeddedSqs(actors, URI.create("http://127.0.0.1:" + actualPort));
		}
		catch (RuntimeException ex) {
			terminate(actors);
			throw new SandboxException("SQS did not start: " + ex.getMessage(), ex);
		}
	}

	URI endpoint() {
		return this.endpoint;
	}

	SqsClient client() {
		return this.client;
	}

	/**
	 * @return the URL of a new queue without a dead-letter queue, which keeps messages
	 * for 14 days
	 */
	String createDeadLetterQueue(String name) {
		return create(name, Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600"));
	}

	/**
	 * @return the URL of a new queue, whose messages are moved to the given dead-letter
	 * queue after five receives
	 */
	String createQueue(String name, String deadLetterQueueUrl) {
		String deadLetterQueueArn = this.client
			.getQueueAttributes(
					(request) -> request.queueUrl(deadLetterQueueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
			.attributes()
			.get(QueueAttributeName.QUEUE_ARN);
		return create(name,
				Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600", QueueAttributeName.REDRIVE_POLICY,
						"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}".formatted(deadLetterQueueArn)));
	}

	private String create(String name, Map<QueueAttributeName, String> attributes) {
		return this.client.createQueue((request) -> request.queueName(name).attributes(attributes)).queueUrl();
	}

	/**
	 * Stops at once: running long polls are cut, not waited for.
	 */
	@Override
	public void close() {
		this.client.close();
		terminate(this.actors);
	}

	private static void terminate(ActorSystem actors) {
		try {
			Await.ready(actors.terminate(), PATIENCE);
		}
		catch (Exception ex) {
			throw new SandboxException("SQS did not stop within " + PATIENCE, ex);
		}
	}

}
