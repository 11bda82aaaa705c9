package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.bookings.consumer.outage.PollingPause;
import io.bookings.events.BookingEvent;

import org.springframework.dao.QueryTimeoutException;

/**
 * Stores batches that arrive at the same time in one transaction.
 * <p>
 * While such a transaction runs, other batches wait for its end, and are then stored
 * together. So a busy service needs fewer round trips and commits for a message, and a
 * batch that arrives alone does not wait. A slow transaction delays other batches by at
 * most {@link #PATIENCE}: then they begin a transaction on a free connection.
 * <p>
 * If the transaction of several batches fails, each batch has to be retried alone.
 *
 * @param <E> the event that the service consumes
 */
final class GroupCommit<E extends BookingEvent> {

	/** Several times as long as a transaction usually takes. */
	static final Duration PATIENCE = Duration.ofMillis(20);

	/**
	 * The maximum number of batches in a transaction. A larger one would save little, and
	 * one slow or failing event would delay more batches.
	 */
	private static final int LARGEST_GROUP = 5;

	private final BiFunction<List<Delivery<E>>, Duration, List<Decision>> transaction;

	private final PollingPause pause;

	private final Semaphore connections;

	private final Duration patience;

	private final Object lock = new Object();

	private final List<Member<E>> waiting = new ArrayList<>();

	private int running;

	/**
	 * Creates the group commit.
	 * @param transaction stores deliveries within a time limit, like
	 * {@link IdempotentTransaction#process}
	 * @param pause the pause of polling, during which waiting batches are not stored
	 * @param connections how many transactions run at the same time
	 * @param patience how long a batch waits before it uses another connection
	 */
	GroupCommit(BiFunction<List<Delivery<E>>, Duration, List<Decision>> transaction, PollingPause pause,
			int connections, Duration patience) {
		this.transaction = transaction;
		this.pause = pause;
		this.connections = new Semaphore(connections);
		this.patience = patience;
	}

	/**
	 * Stores the deliveries of a batch, together with those of the batches that wait at
	 * the same time.
	 * @param deliveries one or more deliveries, possibly several of one booking
	 * @param timeLeft returns how long the transaction may take
	 * @return one decision for each delivery, in the same order, after the commit
	 * @throws CommonFailure if the transaction of several batches failed
	 */
	List<Decision> together(List<Delivery<E>> deliveries, Supplier<Duration> timeLeft) {
		Member<E> member = new Member<>(deliveries, timeLeft, new CompletableFuture<>());
		synchronized (this.lock) {
			this.waiting.add(member);
			if (this.running == 0) {
				begin();
			}
		}
		while (!member.awaitNext(this.patience)) {
			synchronized (this.lock) {
				if (!this.waiting.isEmpty()) {
					begin();
				}
			}
		}
		return member.next().join().get();
	}

	/**
	 * Stores deliveries in a transaction of their own. Waits for a connection.
	 * @param deliveries one or more deliveries, possibly several of one booking
	 * @param timeLeft returns how long the transaction may take
	 * @return one decision for each delivery, in the same order, after the commit
	 */
	List<Decision> alone(List<Delivery<E>> deliveries, Supplier<Duration> timeLeft) {
		this.connections.acquireUninterruptibly();
		try {
			return this.transaction.apply(deliveries, timeLeft.get());
		}
		finally {
			this.connections.release();
		}
	}

	/**
	 * Returns how many batches wait for a transaction to end.
	 */
	int waiting() {
		synchronized (this.lock) {
			return this.waiting.size();
		}
	}

	/**
	 * Lets the thread of the first waiting batch store a group of them, if there is a
	 * free connection.
	 */
	private void begin() {
		if (this.connections.tryAcquire()) {
			this.running++;
			List<Member<E>> first = this.waiting.subList(0, Math.min(this.waiting.size(), LARGEST_GROUP));
			List<Member<E>> group = List.copyOf(first);
			first.clear();
			group.getFirst().next().complete(() -> store(group));
		}
	}

	private void end() {
		synchronized (this.lock) {
			this.running--;
			this.connections.release();
			if (!this.waiting.isEmpty()) {
				begin();
			}
		}
	}

	/**
	 * Stores a group, and returns the decisions of its first batch.
	 */
	private List<Decision> store(List<Member<E>> group) {
		List<Member<E>> others = group.subList(1, group.size());
		try {
			List<Decision> decisions = process(group);
			int from = group.getFirst().deliveries().size();
			for (Member<E> other : others) {
				int to = from + other.deliveries().size();
				List<Decision> part = decisions.subList(from, to);
				other.next().complete(() -> part);
				from = to;
			}
			return decisions.subList(0, group.getFirst().deliveries().size());
		}
		catch (RuntimeException | Error ex) {
			CommonFailure failure = new CommonFailure(ex);
			try {
				this.pause.beginIfDatabaseIsAway(); // before the next transaction begins
			}
			finally {
				others.forEach((other) -> other.next().complete(() -> {
					throw failure;
				}));
			}
			if (others.isEmpty()) {
				throw ex;
			}
			throw failure;
		}
		finally {
			end();
		}
	}

	private List<Decision> process(List<Member<E>> group) {
		Duration timeLeft = group.stream()
			.map((member) -> member.timeLeft().get())
			.min(Duration::compareTo)
			.orElseThrow();
		if (!timeLeft.isPositive() || (this.pause.isOn() && !this.pause.isForSharedFailure())) {
			throw new QueryTimeoutException(
					"The transaction before this one did not end in time, or polling is paused");
		}
		return this.transaction.apply(group.stream().flatMap((member) -> member.deliveries().stream()).toList(),
				timeLeft);
	}

	/**
	 * A batch.
	 *
	 * @param next what its thread does next: store a group, or take its own decisions
	 */
	private record Member<E extends BookingEvent>(List<Delivery<E>> deliveries, Supplier<Duration> timeLeft,
			CompletableFuture<Supplier<List<Decision>>> next) {

		/**
		 * Waits until it is known what the thread does next.
		 * @return {@code false} if the time is over before
		 */
		boolean awaitNext(Duration patience) {
			try {
				this.next.get(patience.toNanos(), TimeUnit.NANOSECONDS);
				return true;
			}
			catch (TimeoutException ex) {
				return false;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				this.next.join();
				return true;
			}
			catch (ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * The transaction of several batches failed. Each of them may succeed alone.
	 */
	static final class CommonFailure extends RuntimeException {

		private final transient Throwable failure;

		private CommonFailure(Throwable failure) {
			super(failure);
			this.failure = failure;
		}

		Throwable failure() {
			return this.failure;
		}

	}

}
