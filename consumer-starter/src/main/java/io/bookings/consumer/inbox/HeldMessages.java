package io.bookings.consumer.inbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.consumer.settings.ConsumerProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Valid messages on their last receive that could not be processed. If they were
 * released, SQS would move them to the dead-letter queue. So they stay invisible, and
 * this instance retries them.
 * <p>
 * During a pause for a failure that several bookings share, one message is held as well.
 * Its retries show when the failure has passed.
 */
public final class HeldMessages implements AutoCloseable {

	/** The interval at which {@link #retry} has to be called. */
	public static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * How long a message can be held. SQS ends a visibility timeout twelve hours after
	 * the receive (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html">visibility
	 * timeout</a>).
	 */
	static final Duration LIMIT = Duration.ofHours(12).minusMinutes(10);

	/** The visibility timeout of each request that hides a message. */
	private static final Duration HIDDEN = Duration.ofMinutes(3);

	/** A message is hidden again when less than this is left. A batch takes less. */
	private static final Duration LEAST_HIDDEN = Duration.ofMinutes(2);

	/** The delay before a failed request to hide messages is retried. */
	private static final Duration HIDE_RETRY = Duration.ofSeconds(5);

	/**
	 * The interval at which one message is retried during a pause for a shared failure.
	 */
	private static final Duration TRIAL_INTERVAL = Duration.ofSeconds(5);

	private static final int BATCH = 10;

	private static final Logger logger = LoggerFactory.getLogger(HeldMessages.class);

	private final Map<String, Held> messages = new LinkedHashMap<>();

	private final BookingQueue queue;

	private final ConsumerProperties.BackOff backOff;

	private final long capacity;

	private final InstantSource clock;

	private long bytes;

	/**
	 * Creates an empty collection.
	 * @param queue hides the messages
	 * @param backOff the delays between retries
	 * @param capacity the number of bytes of bodies from which on polling should pause
	 * @param clock the current time
	 */
	public HeldMessages(BookingQueue queue, ConsumerProperties.BackOff backOff, long capacity, InstantSource clock) {
		this.queue = queue;
		this.backOff = backOff;
		this.capacity = capacity;
		this.clock = clock;
	}

	/**
	 * Counts the held messages.
	 * @return the number of messages
	 */
	public synchronized int size() {
		return this.messages.size();
	}

	/**
	 * Whether no more messages should be received.
	 * @return {@code true} while the bodies of held messages use up the capacity
	 */
	public synchronized boolean isFull() {
		return this.bytes >= this.capacity;
	}

	/**
	 * Whether the message is about to reach the longest time that SQS allows to hide it.
	 */
	synchronized boolean isExpiring(Message message) {
		Held held = this.messages.get(message.receiptHandle());
		return held != null && held.isExpiring(this.clock.instant());
	}

	/**
	 * Holds messages, and continues to hold those whose retry failed.
	 */
	void hold(List<Decision.Hold> decisions) {
		if (decisions.isEmpty()) {
			return;
		}
		Instant now = this.clock.instant();
		synchronized (this) {
			for (Decision.Hold decision : decisions) {
				Held held = this.messages.computeIfAbsent(decision.message().receiptHandle(), (handle) -> {
					Held added = new Held(decision.message(), now);
					this.bytes += added.bytes;
					return added;
				});
				held.settled = false;
				held.nextAttempt = now.plus(delay(decision, held.attempts++));
			}
		}
		hide();
	}

	/**
	 * A message that was released because of an outage is retried as soon as the outage
	 * ends.
	 */
	private Duration delay(Decision.Hold decision, int attempts) {
		return (decision.outcome() == Outcome.RELEASED) ? Duration.ZERO : this.backOff
			.delay(SystemAttributes.receiveCount(decision.message()) + attempts, RandomGenerator.getDefault());
	}

	/**
	 * Keeps the messages hidden and retries those that are due: none while polling is
	 * paused for an outage, one while it is paused for a shared failure. Not for use by
	 * several threads at once.
	 * @param pause whether polling is paused
	 * @param attempt processes messages; passes those that fail again to {@link #hold}
	 */
	public void retry(PollingPause pause, Consumer<List<Message>> attempt) {
		hide();
		List<Held> due = due(pause);
		if (due.isEmpty()) {
			return;
		}
		due.forEach((held) -> held.settled = true);
		attempt.accept(due.stream().map((held) -> held.message).toList());
		synchronized (this) {
			due.stream().filter((held) -> held.settled).forEach((held) -> {
				this.messages.remove(held.message.receiptHandle());
				this.bytes -= held.bytes;
			});
		}
	}

	private synchronized List<Held> due(PollingPause pause) {
		Instant now = this.clock.instant();
		if (pause.isForSharedFailure()) {
			List<Held> trial = this.messages.values()
				.stream()
				.filter((held) -> !held.nextTrial.isAfter(now))
				.limit(1)
				.toList();
			trial.forEach((held) -> held.nextTrial = now.plus(TRIAL_INTERVAL));
			return trial;
		}
		boolean paused = pause.isOn();
		return this.messages.values()
			.stream()
			.filter((held) -> held.isExpiring(now) || (!paused && !held.nextAttempt.isAfter(now)))
			.limit(BATCH)
			.toList();
	}

	/**
	 * Extends the invisibility of the messages for which it is about to end.
	 */
	private void hide() {
		Instant now = this.clock.instant();
		Map<Message, Duration> delays = new LinkedHashMap<>();
		synchronized (this) {
			for (Held held : this.messages.values()) {
				if (held.hide.isBefore(now)) {
					held.hide = now.plus(HIDE_RETRY);
					delays.put(held.message, HIDDEN);
				}
			}
		}
		Set<Message> failed = this.queue.hide(delays);
		synchronized (this) {
			delays.keySet()
				.stream()
				.filter((message) -> !failed.contains(message))
				.map((message) -> this.messages.get(message.receiptHandle()))
				.forEach((held) -> {
					if (held != null) {
						held.hide = now.plus(HIDDEN).minus(LEAST_HIDDEN);
					}
				});
		}
	}

	/**
	 * Logs how many messages are still held. They cannot be held after the process ends.
	 */
	@Override
	public void close() {
		if (size() > 0) {
			logger.warn("{} held messages were not processed before the stop. SQS moves them to the dead-letter "
					+ "queue within {}: redrive them", size(), HIDDEN);
		}
	}

	private static final class Held {

		private final Message message;

		private final int bytes;

		private final Instant since;

		private Instant hide = Instant.MIN;

		private Instant nextAttempt = Instant.MIN;

		private Instant nextTrial = Instant.MIN;

		private int attempts;

		private boolean settled;

		private Held(Message message, Instant since) {
			this.message = message;
			this.bytes = message.body().getBytes(StandardCharsets.UTF_8).length;
			this.since = since;
		}

		private boolean isExpiring(Instant now) {
			return now.isAfter(this.since.plus(LIMIT));
		}

	}

}
