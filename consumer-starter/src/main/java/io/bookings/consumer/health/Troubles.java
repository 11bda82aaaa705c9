package io.bookings.consumer.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bookings.consumer.health.SqsCalls.Call;
import io.bookings.consumer.message.ForeignMessages;
import io.bookings.consumer.queue.QueueInspector.Queue;
import io.bookings.consumer.settings.ConsumerProperties;

/**
 * Finds what the troubleshooting of a consumer asks for: whether the queue can be used,
 * and whether its attributes keep the promises.
 */
public class Troubles {

	/** Without these on the source queue, the service cannot do its work. */
	private static final Set<String> NEEDED = Set.of(SqsCalls.RECEIVE, "DeleteMessage", "ChangeMessageVisibility");

	private final SqsCalls calls;

	private final ConsumerProperties properties;

	private final ForeignMessages foreignMessages;

	public Troubles(SqsCalls calls, ConsumerProperties properties, ForeignMessages foreignMessages) {
		this.calls = calls;
		this.properties = properties;
		this.foreignMessages = foreignMessages;
	}

	List<Trouble> find(QueueWatch.Snapshot snapshot) {
		Map<String, Trouble> ofCalls = new LinkedHashMap<>();
		for (Call call : this.calls.failures()) {
			Throwable failure = call.failure();
			if (failure != null) {
				boolean blocking = call.target().queueUrl().equals(this.properties.queue())
						&& NEEDED.contains(call.target().action());
				Trouble trouble = FailedCalls.explain(call, failure, blocking);
				// The same cause stops several actions: the blocking one speaks for all.
				ofCalls.merge(trouble.subject(), trouble, (one, other) -> one.blocking() ? one : other);
			}
		}
		List<Trouble> troubles = new ArrayList<>(ofCalls.values());
		Queue queue = snapshot.queue();
		if (queue != null) {
			troubles.addAll(QueueRules.check(this.properties, queue, snapshot.deadLetterQueueUrl(),
					snapshot.deadLetterQueue()));
		}
		this.foreignMessages.unexpectedEnvelopes()
			.forEach((sentence) -> troubles
				.add(new Trouble("Messages went to the dead-letter queue in the last 10 minutes. " + sentence, false)));
		return List.copyOf(troubles);
	}

}
