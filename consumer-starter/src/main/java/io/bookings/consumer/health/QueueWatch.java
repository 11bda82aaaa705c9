package io.bookings.consumer.health;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import io.bookings.consumer.ConsumerProperties;
import io.bookings.consumer.QueueInspector;
import io.bookings.consumer.QueueInspector.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at both queues from time to time, so that asking for health never waits for SQS,
 * and logs each trouble when it appears and when it is gone.
 */
class QueueWatch {

	private static final Duration INTERVAL_IN_TROUBLE = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(QueueWatch.class);

	private final QueueInspector inspector;

	private final Troubles troubles;

	private final Duration interval;

	private volatile Snapshot snapshot = new Snapshot(null, null, null);

	private Set<Trouble> said = Set.of();

	QueueWatch(QueueInspector inspector, Troubles troubles, ConsumerProperties properties) {
		this.inspector = inspector;
		this.troubles = troubles;
		this.interval = properties.inspectionInterval();
	}

	/**
	 * Looks once. Called by one thread.
	 */
	void look() {
		this.snapshot = take();
		say(new HashSet<>(troubles()));
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
			return new Snapshot(queue, deadLetterQueueUrl, null); // SqsCalls remembers
																	// why
		}
	}

	private void say(Set<Trouble> found) {
		for (Trouble trouble : found) {
			if (!this.said.contains(trouble)) {
				logger.warn("{}", trouble.sentence());
			}
		}
		for (Trouble trouble : this.said) {
			if (!found.contains(trouble)) {
				logger.info("No longer: {}", trouble.sentence());
			}
		}
		this.said = found;
	}

	Duration interval() {
		return (this.said.isEmpty() || this.interval.compareTo(INTERVAL_IN_TROUBLE) < 0) ? this.interval
				: INTERVAL_IN_TROUBLE;
	}

	Snapshot snapshot() {
		return this.snapshot;
	}

	/**
	 * What is wrong as far as is known now.
	 */
	List<Trouble> troubles() {
		return this.troubles.find(this.snapshot);
	}

	/**
	 * What the last look saw; {@code null} stands for what SQS did not tell.
	 */
	record Snapshot(@Nullable Queue queue, @Nullable String deadLetterQueueUrl, @Nullable Queue deadLetterQueue) {
	}

}
