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
 * Finds the current issues: failed requests to SQS, attributes of queues that break a
 * promise, and messages in an unexpected envelope.
 */
public class QueueIssues {

	/** The actions on the queue that the service cannot work without. */
	private static final Set<String> NEEDED = Set.of(SqsCallMonitor.RECEIVE, "DeleteMessage",
			"ChangeMessageVisibility");

	private final SqsCallMonitor calls;

	private final ConsumerProperties properties;

	private final UnexpectedMessages unexpectedMessages;

	/**
	 * Creates the search for issues.
	 * @param calls the last requests to SQS
	 * @param properties the consumer's settings
	 * @param unexpectedMessages messages in an unexpected envelope
	 */
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
				// One cause can make several actions fail: show the blocking one.
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
