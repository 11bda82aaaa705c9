package io.bookings.sandbox;

import java.net.URI;
import java.util.Map;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Creates the queues of the services on whatever answers to the SQS API.
 */
final class Queues implements AutoCloseable {

	static final String REGION = "us-east-1";

	static final String ACCESS_KEY = "test";

	static final String SECRET_KEY = "test";

	private final SqsClient client;

	Queues(URI endpoint) {
		this.client = SqsClient.builder()
			.endpointOverride(endpoint)
			.region(Region.of(REGION))
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
			.build();
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

	@Override
	public void close() {
		this.client.close();
	}

}
