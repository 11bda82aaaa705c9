package io.bookings.consumer.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bookings.consumer.health.SqsCallMonitor.Call;
import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.queue.QueueInspector.Queue;
import io.bookings.consumer.settings.ConsumerProperties;

/**
 * Finds what the troubleshooting of a consumer asks for: whether the queue can be used,
 * and whether its attributes keep the promises.
 */
public class QueueIssues {

	/** Without these on the source queue, the service cannot do its work. */
	private static final Set<String> NEEDED = Set.of(SqsCallMonitor.RECEIVE, "DeleteMessage",
			"ChangeMessageVisibility");

	private final SqsCallMonitor calls;

	private final ConsumerProperties properties;

	private final UnexpectedMessages unexpectedMessages;

	public QueueIssues(SqsCallMonitor calls, ConsumerProperties properties, UnexpectedMessages unexpectedMessages) {
		this.calls = calls;
		this.properties = properties;
		this.unexpectedMessages = unexpectedMessages;
	}

	List<QueueIssue> find(QueueWatch.Snapshot snapshot) {
		Map<String, QueueIssue> ofCalls = new LinkedHashMap<>();
		for (Call call : this.calls.failures()) {
			Throwable failure = call.failure();
			if (failure != null) {
				boolean blocking = call.target().queueUrl().equals(this.properties.queue())
						&& NEEDED.contains(call.target().action());
				QueueIssue issue = SqsFailureExplainer.explain(call, failure, blocking);
				// The same cause stops several actions: the blocking one speaks for all.
				ofCalls.merge(issue.subject(), issue, (one, other) -> one.blocking() ? one : other);
			}
		}
		List<QueueIssue> issues = new ArrayList<>(ofCalls.values());
		Queue queue = snapshot.queue();
		if (queue != null) {
			issues.addAll(QueueRules.check(this.properties, queue, snapshot.deadLetterQueueUrl(),
					snapshot.deadLetterQueue()));
		}
		this.unexpectedMessages.unexpectedEnvelopes()
			.forEach((sentence) -> issues.add(new QueueIssue(
					"Messages went to the dead-letter queue in the last 10 minutes. " + sentence, false)));
		return List.copyOf(issues);
	}

}
