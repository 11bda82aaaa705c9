package io.bookings.sandbox;

import java.net.URI;
import java.util.List;

import org.testcontainers.localstack.LocalStackContainer;

/**
 * SQS of LocalStack in a container.
 */
final class ContainerSqs implements SqsServer {

	/**
	 * The last version that runs without a LocalStack account.
	 */
	private static final String IMAGE = "localstack/localstack:4.14.0";

	private final LocalStackContainer container;

	private final URI endpoint;

	private ContainerSqs(LocalStackContainer container) {
		this.container = container;
		this.endpoint = container.getEndpoint();
	}

	/**
	 * @param port the port, 0 for a free one
	 */
	static ContainerSqs start(int port) {
		LocalStackContainer container = new LocalStackContainer(IMAGE).withServices("sqs")
			// Queue URLs contain the host and port of the request that created the queue.
			.withEnv("SQS_ENDPOINT_STRATEGY", "dynamic")
			// Download no certificate and send no usage data.
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
			throw new SandboxException("The SQS container did not start:  " + ex.getMessage(), ex);
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
