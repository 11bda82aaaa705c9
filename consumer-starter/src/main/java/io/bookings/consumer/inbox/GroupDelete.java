package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.bookings.consumer.queue.BookingQueue;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deletes the messages of batches that end shortly after each other in one request, or in
 * two if there are more than ten.
 * <p>
 * SQS deletes up to ten messages with one request, but batches are small when messages
 * arrive one by one. A request that is not full begins at least {@link #INTERVAL} after
 * the one before. Until then, batches that have ended wait for each other. A batch that
 * ends alone does not wait.
 * <p>
 * A batch that waits is not over, so a stop waits for its request.
 */
final class GroupDelete {

	/** Short, because after a crash, SQS delivers the messages that wait again. */
	static final Duration INTERVAL = Duration.ofMillis(20);

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
	 * @return waits for the end of the request when it is closed. Close it always: it may
	 * have to send the request of other batches, too
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
			if (group.messages.size() < BookingQueue.MAX_ENTRIES && group.batches <= this.batches
					&& group.timeLeft() > 0) {
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
		try {
			group.end.get(group.timeLeft(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			sendIfWaiting(group);
		}
		catch (InterruptedException ex) {
			sendIfWaiting(group);
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
		group.awaitEnd();
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
	 * The messages that are deleted together.
	 */
	private static final class Group {

		private final long sendAt;

		private final List<Message> messages = new ArrayList<>(BookingQueue.MAX_ENTRIES);

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
