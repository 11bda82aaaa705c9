package io.bookings.sandbox;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

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
	 * @return the URL of a new queue for dead letters
	 */
	String createDeadLetterQueue(String name) {
		return create(name, deadLetterQueueAttributes());
	}

	/**
	 * @return the URL of a new queue, whose dead letters go to the given one, and to no
	 * other
	 */
	String createQueue(String name, String deadLetterQueueUrl) {
		String url = create(name, queueAttributes(arn(deadLetterQueueUrl)));
		this.client.setQueueAttributes((request) -> request.queueUrl(deadLetterQueueUrl)
			.attributes(Map.of(QueueAttributeName.REDRIVE_ALLOW_POLICY, redriveAllowPolicy(arn(url)))));
		return url;
	}

	/**
	 * A dead letter keeps the age it had, so it is kept longer, for as long as SQS allows
	 * (14 days).
	 */
	static Map<QueueAttributeName, String> deadLetterQueueAttributes() {
		return Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600",
				QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true");
	}

	/**
	 * The visibility timeout leaves a batch its 20 s and 10 s more.
	 */
	static Map<QueueAttributeName, String> queueAttributes(String deadLetterQueueArn) {
		return Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
				"345600", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20",
				QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true", QueueAttributeName.REDRIVE_POLICY,
				"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}".formatted(deadLetterQueueArn));
	}

	static String redriveAllowPolicy(String queueArn) {
		return "{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"%s\"]}".formatted(queueArn);
	}

	private String arn(String url) {
		return Objects.requireNonNull(this.client
			.getQueueAttributes((request) -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
			.attributes()
			.get(QueueAttributeName.QUEUE_ARN));
	}

	private String create(String name, Map<QueueAttributeName, String> attributes) {
		return this.client.createQueue((request) -> request.queueName(name).attributes(attributes)).queueUrl();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
