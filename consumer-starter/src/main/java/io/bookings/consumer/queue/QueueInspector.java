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
 * Asks SQS what the queue and its dead-letter queue are like.
 */
public final class QueueInspector {

	private static final JsonMapper json = new JsonMapper();

	/** How long an answer about the redrive policy is believed. */
	private static final Duration MEMORY = Duration.ofMinutes(1);

	private final SqsAsyncClient sqs;

	private final String queueUrl;

	private final @Nullable URI configuredDeadLetterQueue;

	private volatile @Nullable Remembered remembered;

	public QueueInspector(SqsAsyncClient sqs, ConsumerProperties properties) {
		this.sqs = sqs;
		this.queueUrl = properties.queue();
		this.configuredDeadLetterQueue = properties.deadLetterQueueUrl();
	}

	/**
	 * The URL of the dead-letter queue: the one that is set, else the one that the
	 * redrive policy names. A dead-letter queue belongs to the account and region of its
	 * source queue, so its URL differs in the last segment only. A policy that names the
	 * queue itself, or a FIFO queue, names none: a copy would come back, or be refused.
	 * @return empty when neither is there; fails when SQS does not answer
	 */
	public CompletableFuture<Optional<String>> deadLetterQueueUrl() {
		if (this.configuredDeadLetterQueue != null) {
			return CompletableFuture.completedFuture(Optional.of(this.configuredDeadLetterQueue.toString()));
		}
		return recentQueue().thenApply(Queue::deadLetterQueueUrl);
	}

	/**
	 * How often SQS delivers a message of the queue before it moves it to the dead-letter
	 * queue.
	 * @return empty when the queue has no redrive policy; fails when SQS refuses or does
	 * not answer in time
	 */
	public CompletableFuture<OptionalInt> maxReceiveCount() {
		return recentQueue().thenApply(Queue::maxReceiveCount);
	}

	/**
	 * The queue as it was a short while ago.
	 */
	private CompletableFuture<Queue> recentQueue() {
		Remembered known = this.remembered;
		if (known != null && known.until().isAfter(Instant.now())) {
			return CompletableFuture.completedFuture(known.queue());
		}
		return queue();
	}

	/**
	 * The queue as it is now.
	 * @return its attributes; fails when SQS refuses or does not answer in time
	 */
	public CompletableFuture<Queue> queue() {
		return attributes(this.queueUrl).thenApply((queue) -> {
			this.remembered = new Remembered(queue, Instant.now().plus(MEMORY));
			return queue;
		});
	}

	/**
	 * The dead-letter queue as it is now.
	 * @param url its URL
	 * @return its attributes; fails when SQS refuses or does not answer in time
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
	 * SQS takes the number as a JSON string as well, and returns it as it was given.
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
	 * @param deadLetterQueueUrl where the redrive policy moves messages to, if there is
	 * one
	 * @param maxReceiveCount how often the redrive policy lets a message be received
	 * before SQS moves it, if there is a policy
	 * @param attributes all that SQS told, as it told it
	 */
	public record Queue(long visible, long inFlight, long delayed, Duration visibilityTimeout, Duration retention,
			Optional<String> deadLetterQueueUrl, OptionalInt maxReceiveCount,
			Map<QueueAttributeName, String> attributes) {
	}

}
