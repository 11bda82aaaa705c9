package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

import io.bookings.consumer.inbox.ConsumerMetrics.DeadLetterResult;
import io.bookings.consumer.queue.BookingQueue;
import io.bookings.consumer.queue.DeadLetter;
import io.bookings.consumer.queue.DeadLetterQueue;
import io.bookings.consumer.queue.SystemAttributes;
import io.bookings.consumer.settings.ConsumerProperties;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Carries out the decisions about a batch. First it sends the dead letters. Then it holds
 * or releases the messages that are not settled. It deletes the others in one request,
 * which batches that end shortly after each other share, and writes the log meanwhile.
 */
public class Settlement {

	private final BookingQueue queue;

	private final DeadLetterQueue deadLetterQueue;

	private final DeadLetterCopy copy;

	private final HeldMessages held;

	private final ConsumerProperties.BackOff backOff;

	private final ConsumerMetrics metrics;

	private final GroupDelete deletes;

	/**
	 * Creates the settlement.
	 * @param queue deletes and releases messages
	 * @param deadLetterQueue receives messages that can never be processed
	 * @param copy makes the copy of a message for the dead-letter queue
	 * @param held keeps messages that must not be released
	 * @param properties the delays before a message is visible again, and how many
	 * batches run at the same time
	 * @param metrics counts the dead letters
	 */
	public Settlement(BookingQueue queue, DeadLetterQueue deadLetterQueue, DeadLetterCopy copy, HeldMessages held,
			ConsumerProperties properties, ConsumerMetrics metrics) {
		this.queue = queue;
		this.deadLetterQueue = deadLetterQueue;
		this.copy = copy;
		this.held = held;
		this.backOff = properties.backOff();
		this.metrics = metrics;
		this.deletes = new GroupDelete(queue::delete, properties.concurrency() - 1, GroupDelete.INTERVAL);
	}

	void carryOut(List<Decision> decisions, Batch batch) {
		List<Message> settled = new ArrayList<>(decisions.size());
		Map<Message, Duration> returned = new LinkedHashMap<>();
		List<Decision.Hold> kept = new ArrayList<>();
		List<Decision> results = deadLetter(decisions);
		for (Decision decision : results) {
			switch (decision) {
				case Decision.Delete _, Decision.DeadLetter _ -> settled.add(decision.message());
				case Decision.Release back -> returned.put(back.message(), back.delay());
				case Decision.Hold hold -> kept.add(hold);
			}
		}
		this.held.hold(kept);
		this.queue.release(returned);
		try (GroupDelete.Deletion _ = this.deletes.begin(settled)) {
			batch.settled(results); // meanwhile
		}
	}

	/**
	 * Sends all dead letters at once. A message that could not be sent becomes a
	 * {@link Decision.Release}, so that it is not deleted.
	 */
	private List<Decision> deadLetter(List<Decision> decisions) {
		List<CompletableFuture<Decision>> results = new ArrayList<>(decisions.size());
		for (Decision decision : decisions) {
			results.add((decision instanceof Decision.DeadLetter dead)
					? send(dead).thenApply((sent) -> sent ? sent(dead) : leaveToSqs(dead))
						.exceptionally((failure) -> retry(dead, failure))
					: CompletableFuture.completedFuture(decision));
		}
		return results.stream().map(CompletableFuture::join).toList();
	}

	private CompletableFuture<Boolean> send(Decision.DeadLetter dead) {
		try {
			return this.deadLetterQueue
				.send(new DeadLetter(this.copy.of(dead.message()), dead.outcome().code(), dead.detail()));
		}
		catch (RuntimeException ex) { // the database does not answer
			return CompletableFuture.failedFuture(ex);
		}
	}

	private Decision sent(Decision.DeadLetter dead) {
		this.metrics.deadLettered(dead.outcome(), DeadLetterResult.SENT);
		return dead;
	}

	private Decision leaveToSqs(Decision.DeadLetter dead) {
		this.metrics.deadLettered(dead.outcome(), DeadLetterResult.LEFT);
		return release(dead, "Left to the queue's redrive policy: " + dead.detail());
	}

	private Decision retry(Decision.DeadLetter dead, Throwable failure) {
		this.metrics.deadLettered(dead.outcome(), DeadLetterResult.ERROR);
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		return release(dead, "The message could not be sent to the dead-letter queue (%s): %s"
			.formatted(cause.getClass().getSimpleName(), dead.detail()));
	}

	private Decision release(Decision.DeadLetter dead, String detail) {
		return new Decision.Release(dead.message(), dead.bookingId(), Outcome.RETRIED, detail,
				this.backOff.delay(SystemAttributes.receiveCount(dead.message()), RandomGenerator.getDefault()));
	}

}
