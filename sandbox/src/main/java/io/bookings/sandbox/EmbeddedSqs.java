package io.bookings.sandbox;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.ActorSystem;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * ElasticMQ on a port of 127.0.0.1, with the limits of Amazon SQS (bodies up to 1 MiB, no
 * control characters).
 */
final class EmbeddedSqs implements SqsServer {

	/**
	 * Replaces the application.conf of ElasticMQ, which logs at DEBUG. There are no
	 * shutdown hooks, because the sandbox stops the server. Long polls take up to 20
	 * seconds.
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

	private EmbeddedSqs(ActorSystem actors, URI endpoint) {
		this.actors = actors;
		this.endpoint = endpoint;
	}

	/**
	 * @param port the port, 0 for a free one
	 */
	static EmbeddedSqs start(int port) {
		ClassLoader classLoader = EmbeddedSqs.class.getClassLoader();
		ActorSystem actors = ActorSystem.create("sandbox-sqs",
				ConfigFactory.load(classLoader, ConfigFactory.parseString(SETTINGS)), classLoader);
		try {
			int actualPort = SQSRestServerBuilder.withActorSystem(actors)
				.withInterface("127.0.0.1")
				.withPort((port != 0) ? port : Ports.free())
				.withAWSRegion(Queues.REGION)
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

	@Override
	public URI endpoint() {
		return this.endpoint;
	}

	@Override
	public void close() {
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
