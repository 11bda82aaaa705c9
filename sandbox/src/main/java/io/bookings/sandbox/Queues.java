package io.bookings.sandbox;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Creates the queues of the services through the SQS API.
 */
final class Queues implements AutoCloseable {

	static final String REGION = "us-east-1";

	static final String ACCESS_KEY = "test";

	static final String SECRET_KEY = "test";

	/** The account of ElasticMQ and LocalStack. */
	static final String ACCOUNT = "000000000000";

	private final SqsClient client;

	private final boolean knowsRedriveAllowPolicy;

	/**
	 * Creates a client.
	 * @param knowsRedriveAllowPolicy whether the server supports this attribute, as
	 * Amazon SQS does
	 */
	Queues(URI endpoint, boolean knowsRedriveAllowPolicy) {
		this.knowsRedriveAllowPolicy = knowsRedriveAllowPolicy;
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
	 * Creates a dead-letter queue.
	 * @param source the name of the only queue that may use it
	 * @return its URL
	 */
	String createDeadLetterQueue(String name, String source) {
		return create(name, deadLetterQueueAttributes(source));
	}

	/**
	 * Creates a queue.
	 * @param deadLetterQueue the name of its dead-letter queue, which exists
	 * @return its URL
	 */
	String createQueue(String name, String deadLetterQueue) {
		return create(name, queueAttributes(deadLetterQueue));
	}

	/**
	 * The retention period is the longest that SQS allows (14 days), because a message
	 * keeps its age when it is dead-lettered.
	 */
	static Map<QueueAttributeName, String> deadLetterQueueAttributes(String source) {
		return Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600",
				QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true", QueueAttributeName.REDRIVE_ALLOW_POLICY,
				"{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"%s\"]}".formatted(arn(source)));
	}

	/**
	 * The visibility timeout is the 20 s that a batch may take, and 10 s more.
	 */
	static Map<QueueAttributeName, String> queueAttributes(String deadLetterQueue) {
		return Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
				"345600", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20",
				QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true", QueueAttributeName.REDRIVE_POLICY,
				"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}".formatted(arn(deadLetterQueue)));
	}

	static String arn(String queue) {
		return "arn:aws:sqs:%s:%s:%s".formatted(REGION, ACCOUNT, queue);
	}

	private String create(String name, Map<QueueAttributeName, String> attributes) {
		Map<QueueAttributeName, String> known = new HashMap<>(attributes);
		if (!this.knowsRedriveAllowPolicy) {
			known.remove(QueueAttributeName.REDRIVE_ALLOW_POLICY);
		}
		return this.client.createQueue((request) -> request.queueName(name).attributes(known)).queueUrl();
	}

	@Override
	public void close() {
		this.client.close();
	}

}
