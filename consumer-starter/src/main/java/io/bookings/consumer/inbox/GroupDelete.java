package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes the messages of batches that end shortly after each other in one request.
 * <p>
 * SQS deletes up to ten messages with one request, but batches are small when messages
 * arrive one by one. A request that is not full begins at least {@link #INTERVAL} after
 * the one before. Until then, batches that have ended wait for each other. A batch that
 * ends alone does not wait.
 * <p>
 * A batch that waits is not over, so a stop waits for its request.
 */
final class GroupDelete {

	/** Short, because a crash would let these messages be received again. */
	static final Duration INTERVAL = Duration.ofMillis(20);

	/**
	 * The maximum number of entries of a request (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html">DeleteMessageBatch</a>).
	 */
	private static final int FULL = 10;

	private final Function<List<Message>, CompletableFuture<?>> request;

	private final int batches;

	private final long interval;

	private Group waiting;

	/**
	 * Creates the group delete.
	 * @param request deletes messages; its result never completes exceptionally
	 * @param batches the maximum number of batches that wait: fewer than can run at the
	 * same time, so that one can always begin
	 * @param interval the minimum time between two requests that are not full
	 */
	GroupDelete(Function<List<Message>, CompletableFuture<?>> request, int batches, Duration interval) {
		this.request = request;
		this.batches = batches;
		this.interval = interval.toNanos();
		this.waiting = new Group(System.nanoTime());
	}

	/**
	 * Begins to delete the settled messages of a batch.
	 * @param messages the messages, possibly none
	 * @return waits for the end of the request when it is closed; has to be closed,
	 * because other batches can depend on it
	 */
	Deletion begin(List<Message> messages) {
		if (messages.isEmpty()) {
			return () -> {
			};
		}
		Group group;
		synchronized (this) {
			group = this.waiting;
			boolean isFirst = group.add(messages);
			if (group.messages.size() < FULL && group.batches <= this.batches && group.timeLeft() > 0) {
				return isFirst ? () -> sendInTime(group) : group::awaitEnd;
			}
			this.waiting = new Group(System.nanoTime() + this.interval);
		}
		send(group);
		return group::awaitEnd;
	}

	/**
	 * Sends the request when its time has come, unless another batch has filled it.
	 */
	private void sendInTime(Group group) {
		boolean interrupted = false;
		try {
			group.end.get(group.timeLeft(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			sendIfWaiting(group);
		}
		catch (InterruptedException ex) {
			interrupted = true;
			sendIfWaiting(group);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		group.awaitEnd();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void sendIfWaiting(Group group) {
		synchronized (this) {
			if (this.waiting != group) {
				return;
			}
			this.waiting = new Group(System.nanoTime() + this.interval);
		}
		send(group);
	}

	private void send(Group group) {
		try {
			this.request.apply(group.messages).whenComplete((_, _) -> group.end.complete(null));
		}
		catch (RuntimeException | Error ex) {
			group.end.complete(null); // the other batches must not wait forever
			throw ex;
		}
	}

	/**
	 * The messages of one request.
	 */
	private static final class Group {

		private final long sendAt;

		private final List<Message> messages = new ArrayList<>(FULL);

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		private int batches;

		Group(long sendAt) {
			this.sendAt = sendAt;
		}

		/**
		 * Adds a batch. Returns whether it is the first one.
		 */
		boolean add(List<Message> settled) {
			this.messages.addAll(settled);
			return this.batches++ == 0;
		}

		void awaitEnd() {
			this.end.join();
		}

		long timeLeft() {
			return this.sendAt - System.nanoTime();
		}

	}

	/**
	 * The deletion of a batch's messages.
	 */
	@FunctionalInterface
	interface Deletion extends AutoCloseable {

		/**
		 * Waits until SQS has answered.
		 */
		@Override
		void close();

	}

}
