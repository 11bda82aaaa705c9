package io.bookings.consumer.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import io.bookings.consumer.queue.QueueInspector;
import io.bookings.consumer.queue.QueueInspector.Queue;
import io.bookings.consumer.settings.ConsumerProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the attributes of both queues at an interval, so that health never waits for SQS.
 * Logs each issue when it appears and when it is resolved.
 */
public class QueueWatch {

	private static final Duration INTERVAL_IN_TROUBLE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(QueueWatch.class);

	private final QueueInspector inspector;

	private final QueueIssues issues;

	private final Duration interval;

	private volatile Snapshot snapshot = new Snapshot(null, null, null);

	private volatile Map<String, QueueIssue> said = Map.of();

	/**
	 * Creates the watch. It has read nothing yet.
	 * @param inspector reads the attributes
	 * @param issues finds the issues
	 * @param properties the consumer's settings
	 */
	public QueueWatch(QueueInspector inspector, QueueIssues issues, ConsumerProperties properties) {
		this.inspector = inspector;
		this.issues = issues;
		this.interval = properties.inspectionInterval();
	}

	/**
	 * Reads the attributes and updates the issues. Not for use by several threads at
	 * once.
	 */
	public void refresh() {
		this.snapshot = take();
		issues();
	}

	private Snapshot take() {
		Queue queue = null;
		String deadLetterQueueUrl = null;
		try {
			queue = this.inspector.queue().join();
			deadLetterQueueUrl = this.inspector.deadLetterQueueUrl().join().orElse(null);
			Queue deadLetterQueue = (deadLetterQueueUrl != null)
					? this.inspector.deadLetterQueue(deadLetterQueueUrl).join() : null;
			return new Snapshot(queue, deadLetterQueueUrl, deadLetterQueue);
		}
		catch (CompletionException ex) {
			// SqsCallMonitor has the reason.
			return new Snapshot(queue, deadLetterQueueUrl, null);
		}
	}

	/**
	 * Logs new and resolved issues. An issue whose details change is the same issue.
	 */
	private void say(List<QueueIssue> found) {
		Map<String, QueueIssue> now = new LinkedHashMap<>();
		found.forEach((issue) -> now.put(issue.subject(), issue));
		now.forEach((subject, issue) -> {
			if (!this.said.containsKey(subject)) {
				logger.warn("{}", issue.sentence());
			}
		});
		this.said.forEach((subject, issue) -> {
			if (!now.containsKey(subject)) {
				logger.info("No longer: {}", issue.sentence());
			}
		});
		this.said = now;
	}

	/**
	 * Returns the delay until the next {@link #refresh}.
	 * @return a shorter one while there are issues
	 */
	public Duration interval() {
		return (this.said.isEmpty() || this.interval.compareTo(INTERVAL_IN_TROUBLE) < 0) ? this.interval
				: INTERVAL_IN_TROUBLE;
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * Returns the current issues, and logs the changes, so that log and health agree.
	 */
	synchronized List<QueueIssue> issues() {
		List<QueueIssue> found = this.issues.find(this.snapshot);
		say(found);
		return found;
	}

	/**
	 * The attributes as last read; {@code null} if SQS did not return them.
	 */
	record Snapshot(@Nullable Queue queue, @Nullable String deadLetterQueueUrl, @Nullable Queue deadLetterQueue) {
	}

}
