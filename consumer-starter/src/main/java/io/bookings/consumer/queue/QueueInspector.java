package io.bookings.consumer.queue;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import io.bookings.consumer.settings.ConsumerProperties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads the attributes of the queue and its dead-letter queue from SQS.
 */
public final class QueueInspector {

	private static final JsonMapper json = new JsonMapper();

	/** How long the attributes are cached. */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	private final SqsAsyncClient sqs;

	private final String queueUrl;

	private final @Nullable URI configuredDeadLetterQueue;

	private volatile @Nullable Remembered remembered;

	/**
	 * Creates the inspector.
	 * @param sqs the client
	 * @param properties the URLs of the queues
	 */
	public QueueInspector(SqsAsyncClient sqs, ConsumerProperties properties) {
		this(sqs, properties.queue(), properties.deadLetterQueueUrl());
	}

	/**
	 * Creates the inspector.
	 * @param sqs the client
	 * @param queueUrl the URL of the queue
	 * @param deadLetterQueueUrl the URL of the dead-letter queue; if it is {@code null},
	 * the redrive policy names the queue
	 */
	public QueueInspector(SqsAsyncClient sqs, String queueUrl, @Nullable URI deadLetterQueueUrl) {
		this.sqs = sqs;
		this.queueUrl = queueUrl;
		this.configuredDeadLetterQueue = deadLetterQueueUrl;
	}

	/**
	 * Returns the URL of the dead-letter queue: the setting if there is one, otherwise
	 * the queue in the redrive policy. A dead-letter queue belongs to the account and
	 * region of its source queue, so its URL differs in the last segment only. A policy
	 * with the queue itself or with a FIFO queue is ignored, because it cannot receive
	 * dead letters.
	 * @return the URL, empty if there is no dead-letter queue; fails when SQS rejects the
	 * request or does not answer in time
	 */
	public CompletableFuture<Optional<String>> deadLetterQueueUrl() {
		if (this.configuredDeadLetterQueue != null) {
			return CompletableFuture.completedFuture(Optional.of(this.configuredDeadLetterQueue.toString()));
		}
		return recentQueue().thenApply(Queue::deadLetterQueueUrl);
	}

	/**
	 * Returns the {@code maxReceiveCount} of the redrive policy: how often SQS delivers a
	 * message before it moves it to the dead-letter queue.
	 * @return the count, empty if the queue has no redrive policy; fails when SQS rejects
	 * the request or does not answer in time
	 */
	public CompletableFuture<OptionalInt> maxReceiveCount() {
		return recentQueue().thenApply(Queue::maxReceiveCount);
	}

	/**
	 * Returns attributes that may be some time old.
	 */
	private CompletableFuture<Queue> recentQueue() {
		Remembered known = this.remembered;
		if (known != null && known.until().isAfter(Instant.now())) {
			return CompletableFuture.completedFuture(known.queue());
		}
		return queue();
	}

	/**
	 * Reads the attributes of the queue.
	 * @return the attributes; fails when SQS rejects the request or does not answer in
	 * time
	 */
	public CompletableFuture<Queue> queue() {
		return attributes(this.queueUrl).thenApply((queue) -> {
			this.remembered = new Remembered(queue, Instant.now().plus(MEMORY));
			return queue;
		});
	}

	/**
	 * Reads the attributes of the dead-letter queue.
	 * @param url its URL
	 * @return the attributes; fails when SQS rejects the request or does not answer in
	 * time
	 */
	public CompletableFuture<Queue> deadLetterQueue(String url) {
		return attributes(url);
	}

	private CompletableFuture<Queue> attributes(String url) {
		return this.sqs
			.getQueueAttributes((request) -> request.queueUrl(url)
				.attributeNames(QueueAttributeName.ALL)
				.overrideConfiguration(SqsTimeouts::ofShortCall))
			.thenApply((response) -> toQueue(url, response.attributes()));
	}

	private static Queue toQueue(String url, Map<QueueAttributeName, String> attributes) {
		return new Queue(number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
				number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
				number(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
				Duration.ofSeconds(number(attributes, QueueAttributeName.VISIBILITY_TIMEOUT)),
				Duration.ofSeconds(number(attributes, QueueAttributeName.MESSAGE_RETENTION_PERIOD)),
				deadLetterQueueUrl(url, attributes.get(QueueAttributeName.REDRIVE_POLICY)),
				maxReceiveCount(attributes.get(QueueAttributeName.REDRIVE_POLICY)), attributes);
	}

	private static long number(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
		return Long.parseLong(attributes.getOrDefault(name, "0"));
	}

	static Optional<String> deadLetterQueueUrl(String queueUrl, @Nullable String redrivePolicy) {
		String arn = parse(redrivePolicy).path("deadLetterTargetArn").asString("");
		String name = arn.substring(arn.lastIndexOf(':') + 1);
		int nameAt = queueUrl.lastIndexOf('/') + 1;
		boolean usable = !name.isEmpty() && !name.endsWith(".fifo") && !name.equals(queueUrl.substring(nameAt));
		return usable ? Optional.of(queueUrl.substring(0, nameAt) + name) : Optional.empty();
	}

	/**
	 * SQS also accepts the number as a JSON string, and returns it unchanged.
	 */
	static OptionalInt maxReceiveCount(@Nullable String redrivePolicy) {
		int count = parse(redrivePolicy).path("maxReceiveCount").asInt(0);
		return (count > 0) ? OptionalInt.of(count) : OptionalInt.empty();
	}

	private static JsonNode parse(@Nullable String policy) {
		if (policy == null || policy.isBlank()) {
			return MissingNode.getInstance();
		}
		try {
			return json.readTree(policy);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	private record Remembered(Queue queue, Instant until) {
	}

	/**
	 * A queue's attributes.
	 *
	 * @param visible messages that can be received, approximately
	 * @param inFlight messages received and neither deleted nor visible again,
	 * approximately
	 * @param delayed messages that cannot be received yet, approximately
	 * @param visibilityTimeout how long a received message stays invisible
	 * @param retention how long a message is kept
	 * @param deadLetterQueueUrl the URL of the redrive policy's target, if there is one
	 * @param maxReceiveCount how often the redrive policy lets a message be received
	 * before SQS moves it, if there is a policy
	 * @param attributes all attributes as SQS returned them
	 */
	public record Queue(long visible, long inFlight, long delayed, Duration visibilityTimeout, Duration retention,
			Optional<String> deadLetterQueueUrl, OptionalInt maxReceiveCount,
			Map<QueueAttributeName, String> attributes) {
	}

}
