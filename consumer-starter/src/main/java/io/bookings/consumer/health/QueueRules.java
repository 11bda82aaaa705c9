package io.bookings.consumer.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.bookings.consumer.queue.QueueInspector.Queue;
import io.bookings.consumer.settings.ConsumerProperties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds attributes of the queue and its dead-letter queue that break a promise, alone or
 * in combination with each other or a setting. It does not check attributes that cannot
 * break one: delays, the wait time (each poll sets its own), encryption and the reuse of
 * its data key.
 */
class QueueRules {

	/**
	 * The time between the end of a batch and the end of its messages' visibility
	 * timeout.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	/** One receive for an outage, one for a crash. */
	private static final int LEAST_RECEIVES = 3;

	private static final Duration LEAST_RETENTION = Duration.ofDays(1);

	/**
	 * SQS returns no messages, and no error, if more than about 120,000 are in flight.
	 */
	private static final long MOST_IN_FLIGHT = 115_000;

	private static final JsonMapper json = new JsonMapper();

	private final ConsumerProperties properties;

	private final List<QueueIssue> issues = new ArrayList<>();

	private QueueRules(ConsumerProperties properties) {
		this.properties = properties;
	}

	/**
	 * Checks both queues.
	 * @param properties the consumer's settings
	 * @param queue the queue
	 * @param deadLetterQueueUrl the URL of the dead-letter queue, if there is one
	 * @param deadLetterQueue its attributes, if they are known
	 * @return the issues, none of them blocking
	 */
	static List<QueueIssue> check(ConsumerProperties properties, Queue queue, @Nullable String deadLetterQueueUrl,
			@Nullable Queue deadLetterQueue) {
		QueueRules rules = new QueueRules(properties);
		rules.ofQueue(queue);
		rules.ofRedrivePolicy(queue, deadLetterQueueUrl);
		if (deadLetterQueue != null) {
			rules.ofDeadLetterQueue(queue, deadLetterQueue);
		}
		rules.ofProcessedRetention(queue, deadLetterQueue);
		return rules.issues;
	}

	private void ofQueue(Queue queue) {
		Duration batch = this.properties.batchTimeout();
		Duration leastVisibility = batch.plus(MARGIN);
		if (queue.visibilityTimeout().compareTo(leastVisibility) < 0) {
			add("visibility",
					"The queue's visibility timeout of %d s is too short for a batch, which may take %d s: "
						.formatted(queue.visibilityTimeout().toSeconds(), batch.toSeconds())
							+ "set it to at least %d s, or lower booking.consumer.batch-timeout"
								.formatted(leastVisibility.toSeconds()));
		}
		if (isKnown(queue.retention()) && (queue.retention().compareTo(LEAST_RETENTION) < 0
				|| queue.retention().compareTo(this.properties.backOff().max()) <= 0)) {
			add("retention", "The queue deletes messages after %s, even during an outage: ".formatted(queue.retention())
					+ "set its retention period to at least a day");
		}
		if (isKnown(queue.retention()) && queue.visibilityTimeout().compareTo(queue.retention()) >= 0) {
			add("visibility and retention",
					"The queue's visibility timeout of %d s is as long as its retention period: "
						.formatted(queue.visibilityTimeout().toSeconds())
							+ "if an instance stops, its messages are deleted before they are received again, "
							+ "so shorten it");
		}
		if (queue.inFlight() >= MOST_IN_FLIGHT) {
			add("in flight", "%d messages of the queue are in flight, and from 120000 on SQS delivers no others: "
				.formatted(queue.inFlight()) + "find the consumer that receives messages and does not delete them");
		}
	}

	private void ofRedrivePolicy(Queue queue, @Nullable String deadLetterQueueUrl) {
		String target = parse(queue, QueueAttributeName.REDRIVE_POLICY).path("deadLetterTargetArn").asString("");
		String arn = queue.attributes().getOrDefault(QueueAttributeName.QUEUE_ARN, "");
		boolean usable = true;
		if (target.endsWith(".fifo")) {
			usable = false;
			add("fifo", "The redrive policy names the FIFO queue %s, and dead letters of a standard queue need a "
				.formatted(target) + "standard queue: name another one");
		}
		else if (nameOf(target).equals(this.properties.queueName())) {
			usable = false;
			add("itself", "The redrive policy names the queue itself: name another queue");
		}
		else if (!target.isEmpty() && !arn.isEmpty() && !placeOf(target).equals(placeOf(arn))) {
			add("elsewhere", "The redrive policy names %s, which is in another account or region than the queue: "
				.formatted(target) + "name a queue in the same account and region");
		}
		if (deadLetterQueueUrl == null && usable) {
			add("none", "The queue has no dead-letter queue: give it a redrive policy, "
					+ "or set booking.consumer.dead-letter-queue-url");
		}
		if (deadLetterQueueUrl != null && !target.isEmpty() && !deadLetterQueueUrl.endsWith("/" + nameOf(target))) {
			add("two",
					"There are two dead-letter queues, %s for SQS and %s for the service: ".formatted(target,
							deadLetterQueueUrl)
							+ "use the same queue in booking.consumer.dead-letter-queue-url and in the redrive "
							+ "policy");
		}
		queue.maxReceiveCount().ifPresent((count) -> {
			if (count < LEAST_RECEIVES) {
				add("receives",
						"The redrive policy moves a message after %d receives, and an outage or a crash uses up one: "
							.formatted(count) + "set maxReceiveCount to at least %d".formatted(LEAST_RECEIVES));
			}
		});
	}

	private void ofDeadLetterQueue(Queue queue, Queue deadLetterQueue) {
		String arn = queue.attributes().getOrDefault(QueueAttributeName.QUEUE_ARN, "");
		String own = deadLetterQueue.attributes().getOrDefault(QueueAttributeName.QUEUE_ARN, "");
		if (!arn.isEmpty() && arn.equals(own)) {
			add("itself", "The dead-letter queue is the queue itself: correct booking.consumer.dead-letter-queue-url");
		}
		if (isKnown(queue.retention()) && isKnown(deadLetterQueue.retention())
				&& deadLetterQueue.retention().compareTo(queue.retention()) <= 0) {
			add("ages",
					"The dead-letter queue keeps messages for %s and the queue for %s, and a moved message keeps its "
						.formatted(deadLetterQueue.retention(), queue.retention())
							+ "age: lengthen the retention period of the dead-letter queue, or shorten the queue's");
		}
		if (deadLetterQueue.attributes().containsKey(QueueAttributeName.REDRIVE_POLICY)) {
			add("chain", "The dead-letter queue has a redrive policy of its own, and viewing a dead letter counts as "
					+ "a receive: remove that policy");
		}
		long size = number(queue, QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
		long room = number(deadLetterQueue, QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
		if (room > 0 && room < size) {
			add("size", "The dead-letter queue accepts messages of %d bytes and the queue of %d: ".formatted(room, size)
					+ "set the same maximum message size for both");
		}
		JsonNode allowed = parse(deadLetterQueue, QueueAttributeName.REDRIVE_ALLOW_POLICY);
		boolean excluded = switch (allowed.path("redrivePermission").asString("")) {
			case "denyAll" -> true;
			case "byQueue" -> !arn.isEmpty() && allowed.path("sourceQueueArns")
				.valueStream()
				.noneMatch((source) -> source.asString("").equals(arn));
			default -> false;
		};
		if (excluded) {
			add("allowed", "The dead-letter queue's redrive allow policy does not allow the queue, so SQS moves "
					+ "no messages to it: add the queue's ARN");
		}
	}

	private void ofProcessedRetention(Queue queue, @Nullable Queue deadLetterQueue) {
		Duration replay = queue.retention()
			.plus((deadLetterQueue != null) ? deadLetterQueue.retention() : Duration.ZERO);
		if (this.properties.processedRetention().compareTo(replay) < 0) {
			add("processed", "Booking ids are deleted after %s, but the queues can keep a message for %s: "
				.formatted(this.properties.processedRetention(), replay)
					+ "set booking.consumer.processed-retention to at least %dd".formatted(replay.toDays() + 1));
		}
	}

	private void add(String subject, String sentence) {
		this.issues.add(new QueueIssue("queue: " + subject, sentence, false));
	}

	/** ElasticMQ does not return it. */
	private static boolean isKnown(Duration retention) {
		return !retention.isZero();
	}

	private static long number(Queue queue, QueueAttributeName name) {
		return Long.parseLong(queue.attributes().getOrDefault(name, "0"));
	}

	private static JsonNode parse(Queue queue, QueueAttributeName name) {
		try {
			return json.readTree(queue.attributes().getOrDefault(name, "{}"));
		}
		catch (JacksonException ex) {
			return json.createObjectNode();
		}
	}

	private static String nameOf(String arn) {
		return arn.substring(arn.lastIndexOf(':') + 1);
	}

	private static String placeOf(String arn) {
		return arn.substring(0, arn.lastIndexOf(':') + 1);
	}

}
