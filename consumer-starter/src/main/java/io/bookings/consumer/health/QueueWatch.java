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
 * Looks at both queues from time to time, so that asking for health never waits for SQS,
 * and logs each trouble when it appears and when it is gone.
 */
public class QueueWatch {

	private static final Duration INTERVAL_IN_TROUBLE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(QueueWatch.class);

	private final QueueInspector inspector;

	private final QueueIssues issues;

	private final Duration interval;

	private volatile Snapshot snapshot = new Snapshot(null, null, null);

	private volatile Map<String, QueueIssue> said = Map.of();

	public QueueWatch(QueueInspector inspector, QueueIssues issues, ConsumerProperties properties) {
		this.inspector = inspector;
		this.issues = issues;
		this.interval = properties.inspectionInterval();
	}

	/**
	 * Looks once. Called by one thread.
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
			return new Snapshot(queue, deadLetterQueueUrl, null); // SqsCallMonitor
																	// remembers
																	// why
		}
	}

	/**
	 * A trouble whose details change is still the same one.
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

	public Duration interval() {
		return (this.said.isEmpty() || this.interval.compareTo(INTERVAL_IN_TROUBLE) < 0) ? this.interval
				: INTERVAL_IN_TROUBLE;
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * What is wrong as far as is known now. Whoever asks, the log says the same.
	 */
	synchronized List<QueueIssue> issues() {
		List<QueueIssue> found = this.issues.find(this.snapshot);
		say(found);
		return found;
	}

	/**
	 * What the last look saw; {@code null} stands for what SQS did not tell.
	 */
	record Snapshot(@Nullable Queue queue, @Nullable String deadLetterQueueUrl, @Nullable Queue deadLetterQueue) {
	}

}
