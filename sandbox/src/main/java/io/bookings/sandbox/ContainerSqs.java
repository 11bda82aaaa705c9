package io.bookings.sandbox;

import java.net.URI;
import java.util.List;

import org.testcontainers.localstack.LocalStackContainer;

/**
 * The SQS of LocalStack, in a container.
 */
final class ContainerSqs implements SqsServer {

	/**
	 * The last one that starts without an account at LocalStack.
	 */
	private static final String IMAGE = "localstack/localstack:4.14.0";

	private final LocalStackContainer container;

	private final URI endpoint;

	private ContainerSqs(LocalStackContainer container) {
		this.container = container;
		this.endpoint = container.getEndpoint();
	}

	/**
	 * @param port where to listen, 0 for a free one
	 */
	static ContainerSqs start(int port) {
		LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("sqs")
			// The URL of a queue has the host and port that its creator has called.
			.withEnv("SQS_ENDPOINT_STRATEGY", "dynamic")
			// No certificate is needed, and nobody is told of our tests.
			.withEnv("SKIP_SSL_CERT_DOWNLOAD", "1")
			.withEnv("DISABLE_EVENTS", "1");
		if (port != 0) {
			container.setPortBindings(List.of(port + ":4566"));
		}
		try {
			container.start();
			return new ContainerSqs(container);
		}
		catch (RuntimeException ex) {
			container.stop();
			throw new SandboxException("The container of SQS did not start: " + ex.getMessage(), ex);
		}
	}

	@Override
	public URI endpoint() {
		return this.endpoint;
	}

	@Override
	public void close() {
		this.container.stop();
	}

}
