package io.bookings.consumer.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.bookings.consumer.ConsumerProperties;
import io.bookings.consumer.Guests;
import io.bookings.consumer.QueueInspector.Queue;
import io.bookings.consumer.health.SqsCalls.Call;

/**
 * Finds what the troubleshooting of a consumer asks for: whether the queue can be used,
 * and whether its attributes keep the promises.
 */
class Troubles {

	/** Between the end of a batch and the moment its messages show again. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	/** Without these on the source queue, the service cannot do its work. */
	private static final Set<String> NEEDED = Set.of(SqsCalls.RECEIVE, "DeleteMessage", "ChangeMessageVisibility");

	private final SqsCalls calls;

	private final ConsumerProperties properties;

	private final Guests guests;

	Troubles(SqsCalls calls, ConsumerProperties properties, Guests guests) {
		this.calls = calls;
		this.properties = properties;
		this.guests = guests;
	}

	List<Trouble> find(QueueWatch.Snapshot snapshot) {
		Set<Trouble> troubles = new LinkedHashSet<>();
		for (Call call : this.calls.failures()) {
			Throwable failure = call.failure();
			if (failure != null) {
				boolean blocking = call.target().queueUrl().equals(this.properties.queue())
						&& NEEDED.contains(call.target().action());
				troubles.add(new Trouble(FailedCalls.explain(call, failure), blocking));
			}
		}
		// The same cause stops several actions: the blocking one speaks for all.
		troubles.removeIf((trouble) -> !trouble.blocking() && troubles.contains(new Trouble(trouble.sentence(), true)));
		Queue queue = snapshot.queue();
		if (queue != null) {
			troubles.addAll(ofAttributes(queue, snapshot));
		}
		this.guests.unfit()
			.forEach((sentence) -> troubles
				.add(new Trouble("Messages went to the dead-letter queue in the last 10 minutes. " + sentence, false)));
		return List.copyOf(troubles);
	}

	private List<Trouble> ofAttributes(Queue queue, QueueWatch.Snapshot snapshot) {
		List<Trouble> troubles = new ArrayList<>();
		if (snapshot.deadLetterQueueUrl() == null) {
			troubles.add(new Trouble("The queue has no dead-letter queue: give it a redrive policy, "
					+ "or set booking.consumer.dead-letter-queue-url", false));
		}
		Duration leastVisibility = this.properties.batchTimeout().plus(MARGIN);
		if (queue.visibilityTimeout().compareTo(leastVisibility) < 0) {
			troubles.add(
					new Trouble("The queue's visibility timeout of %d s is too short for a batch, which may take %d s: "
						.formatted(queue.visibilityTimeout().toSeconds(), this.properties.batchTimeout().toSeconds())
							+ "set it to at least %d s, or lower booking.consumer.batch-timeout"
								.formatted(leastVisibility.toSeconds()),
							false));
		}
		Queue deadLetterQueue = snapshot.deadLetterQueue();
		Duration replay = queue.retention()
			.plus((deadLetterQueue != null) ? deadLetterQueue.retention() : Duration.ZERO);
		if (this.properties.processedRetention().compareTo(replay) < 0) {
			troubles.add(new Trouble(
					"Booking ids are forgotten after %s, but the queues can replay a message for %s: "
						.formatted(this.properties.processedRetention(), replay)
							+ "set booking.consumer.processed-retention to at least %dd".formatted(replay.toDays() + 1),
					false));
		}
		return troubles;
	}

}
