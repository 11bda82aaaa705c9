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
 * Creates the queues of the services on whatever answers to the SQS API.
 */
final class Queues implements AutoCloseable {

	static final String REGION = "us-east-1";

	static final String ACCESS_KEY = "test";

	static final String SECRET_KEY = "test";

	/** ElasticMQ's and LocalStack's. */
	private static final String ACCOUNT = "000000000000";

	private final SqsClient client;

	private final boolean knowsRedriveAllowPolicy;

	/**
	 * @param knowsRedriveAllowPolicy whether what answers there takes this attribute,
	 * like Amazon's SQS
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
	 * @param source the name of the only queue from which dead letters may come
	 * @return the URL of a new queue for dead letters
	 */
	String createDeadLetterQueue(String name, String source) {
		return create(name, deadLetterQueueAttributes(source));
	}

	/**
	 * @param deadLetterQueue the name of the queue for its dead letters, which exists
	 * @return the URL of a new queue
	 */
	String createQueue(String name, String deadLetterQueue) {
		return create(name, queueAttributes(deadLetterQueue));
	}

	/**
	 * A dead letter keeps the age it had, so it is kept longer, for as long as SQS allows
	 * (14 days).
	 */
	static Map<QueueAttributeName, String> deadLetterQueueAttributes(String source) {
		return Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, "1209600",
				QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true", QueueAttributeName.REDRIVE_ALLOW_POLICY,
				"{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"%s\"]}".formatted(arn(source)));
	}

	/**
	 * The visibility timeout leaves a batch its 20 s and 10 s more.
	 */
	static Map<QueueAttributeName, String> queueAttributes(String deadLetterQueue) {
		return Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "30", QueueAttributeName.MESSAGE_RETENTION_PERIOD,
				"345600", QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "20",
				QueueAttributeName.SQS_MANAGED_SSE_ENABLED, "true", QueueAttributeName.REDRIVE_POLICY,
				"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":5}".formatted(arn(deadLetterQueue)));
	}

	private static String arn(String queue) {
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
