package io.bookings.consumer.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.bookings.consumer.outage.DatabaseProbe;
import io.bookings.consumer.outage.PollingPause;
import io.bookings.events.BookingCreated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;

import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches that arrive at the same time. Each transaction waits until the test ends it.
 */
@Timeout(60)
class GroupCommitUnitTests {

	private static final Instant TIME = Instant.parse("2026-12-01T10:00:00Z");

	private static final Duration PLENTY = Duration.ofMinutes(1);

	private final BlockingQueue<Transaction> begun = new LinkedBlockingQueue<>();

	private final Probe probe = new Probe();

	private final PollingPause pause = new PollingPause(this.probe, Duration.ofSeconds(10));

	private final GroupCommit<BookingCreated> commits = commits(2, PLENTY);

	@Test
	void aBatchThatArrivesAloneDoesNotWait() throws InterruptedException {
		CompletableFuture<List<String>> batch = store("1", "2");
		Transaction transaction = this.begun.take();
		assertThat(transaction.ids()).containsExactly("1", "2");
		transaction.commit();
		assertThat(batch.join()).containsExactly("1", "2");
		assertThat(this.begun).isEmpty();
	}

	@Test
	void batchesThatArriveDuringATransactionAreStoredTogether() throws InterruptedException {
		CompletableFuture<List<String>> first = store("1");
		Transaction transaction = this.begun.take();
		CompletableFuture<List<String>> second = waiting("2", "3");
		CompletableFuture<List<String>> third = waiting("4");
		CompletableFuture<List<String>> fourth = waiting("5", "6");
		transaction.commit();
		assertThat(first.join()).containsExactly("1");
		Transaction common = this.begun.take();
		assertThat(common.ids()).containsExactly("2", "3", "4", "5", "6");
		assertThat(second).isNotDone();
		common.commit();
		assertThat(second.join()).containsExactly("2", "3");
		assertThat(third.join()).containsExactly("4");
		assertThat(fourth.join()).containsExactly("5", "6");
		assertThat(this.begun).isEmpty();
	}

	@Test
	void aGroupHasAtMostFiveBatches() throws InterruptedException {
		store("0");
		Transaction transaction = this.begun.take();
		for (int i = 1; i <= 7; i++) {
			waiting(String.valueOf(i));
		}
		transaction.commit();
		Transaction common = this.begun.take();
		assertThat(common.ids()).containsExactly("1", "2", "3", "4", "5");
		common.commit();
		assertThat(this.begun.take().ids()).containsExactly("6", "7");
	}

	@Test
	void theShortestTimeThatABatchHasLeftIsTheLimit() throws InterruptedException {
		store("1");
		Transaction transaction = this.begun.take();
		waiting("2");
		waiting(this.commits, Duration.ofSeconds(3), "3");
		transaction.commit();
		assertThat(this.begun.take().limit()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void eachBatchOfATransactionThatFailsIsToldSo() throws InterruptedException {
		store("1");
		Transaction transaction = this.begun.take();
		CompletableFuture<List<String>> second = waiting("2");
		CompletableFuture<List<String>> third = waiting("3");
		transaction.commit();
		this.begun.take().fail(new IllegalStateException("a common failure"));
		for (CompletableFuture<List<String>> batch : List.of(second, third)) {
			assertThat(failure(batch)).isInstanceOfSatisfying(GroupCommit.CommonFailure.class,
					(ex) -> assertThat(ex.failure()).hasMessage("a common failure"));
		}
		CompletableFuture<List<String>> next = store("4");
		this.begun.take().commit();
		assertThat(next.join()).containsExactly("4");
	}

	@Test
	void aBatchThatFailsAloneGetsItsOwnFailure() throws InterruptedException {
		CompletableFuture<List<String>> batch = store("1");
		this.begun.take().fail(new StackOverflowError());
		assertThat(failure(batch)).isInstanceOf(StackOverflowError.class);
	}

	@Test
	void afterAnOutageBeginsWaitingBatchesAreNotStored() throws InterruptedException {
		store("1");
		Transaction transaction = this.begun.take();
		CompletableFuture<List<String>> second = waiting("2");
		this.probe.isAway = true;
		transaction.fail(new IllegalStateException("connection lost"));
		assertThat(failure(second)).isInstanceOf(QueryTimeoutException.class);
		assertThat(this.begun).isEmpty();
		assertThat(this.pause.isOn()).isTrue();
	}

	@Test
	void aBatchWhoseTimeEndsWhileItWaitsIsNotStored() throws InterruptedException {
		store("1");
		Transaction transaction = this.begun.take();
		CompletableFuture<List<String>> second = waiting(this.commits, Duration.ZERO, "2");
		transaction.commit();
		assertThat(failure(second)).isInstanceOf(QueryTimeoutException.class);
		assertThat(this.begun).isEmpty();
	}

	@Test
	void aSlowTransactionDelaysNoOther() throws InterruptedException {
		GroupCommit<BookingCreated> impatient = commits(2, Duration.ofMillis(1));
		CompletableFuture<List<String>> slow = store(impatient, PLENTY, "1");
		Transaction first = this.begun.take();
		CompletableFuture<List<String>> second = store(impatient, PLENTY, "2");
		this.begun.take().commit();
		assertThat(second.join()).containsExactly("2");
		assertThat(slow).isNotDone();
		first.commit();
		assertThat(slow.join()).containsExactly("1");
	}

	@Test
	void noMoreTransactionsRunThanThereAreConnections() throws InterruptedException {
		GroupCommit<BookingCreated> impatient = commits(1, Duration.ofMillis(1));
		CompletableFuture<List<String>> retry = CompletableFuture
			.supplyAsync(() -> ids(impatient.alone(deliveries("1"), () -> PLENTY)), Thread::startVirtualThread);
		Transaction alone = this.begun.take();
		CompletableFuture<List<String>> batch = waiting(impatient, PLENTY, "2");
		assertThat(this.begun).isEmpty();
		alone.commit();
		this.begun.take().commit();
		assertThat(retry.join()).containsExactly("1");
		assertThat(batch.join()).containsExactly("2");
	}

	private GroupCommit<BookingCreated> commits(int connections, Duration patience) {
		return new GroupCommit<>((deliveries, limit) -> {
			Transaction transaction = new Transaction(deliveries, limit, new CompletableFuture<>());
			this.begun.add(transaction);
			Throwable failure = transaction.end().join();
			switch (failure) {
				case RuntimeException ex -> throw ex;
				case Error ex -> throw ex;
				case null, default -> {
				}
			}
			return deliveries.stream()
				.<Decision>map((delivery) -> new Decision.Delete(delivery.message(), delivery.bookingId(),
						Outcome.PROCESSED, "stored"))
				.toList();
		}, this.pause, connections, patience);
	}

	private CompletableFuture<List<String>> store(String... ids) {
		return store(this.commits, PLENTY, ids);
	}

	private CompletableFuture<List<String>> waiting(String... ids) {
		return waiting(this.commits, PLENTY, ids);
	}

	/**
	 * Returns when the batch waits for a transaction.
	 */
	private static CompletableFuture<List<String>> waiting(GroupCommit<BookingCreated> commits, Duration timeLeft,
			String... ids) {
		int before = commits.waiting();
		CompletableFuture<List<String>> batch = store(commits, timeLeft, ids);
		while (commits.waiting() == before) {
			Thread.onSpinWait();
		}
		return batch;
	}

	private static CompletableFuture<List<String>> store(GroupCommit<BookingCreated> commits, Duration timeLeft,
			String... ids) {
		CompletableFuture<List<String>> result = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> {
			try {
				result.complete(ids(commits.together(deliveries(ids), () -> timeLeft)));
			}
			catch (RuntimeException | Error ex) {
				result.completeExceptionally(ex);
			}
		});
		return result;
	}

	private static Throwable failure(CompletableFuture<?> batch) {
		return batch.handle((_, failure) -> failure).join();
	}

	private static List<String> ids(List<Decision> decisions) {
		return decisions.stream().map(Decision::bookingId).map(String::valueOf).toList();
	}

	private static List<Delivery<BookingCreated>> deliveries(String... ids) {
		return Stream.of(ids)
			.map((id) -> new Delivery<>(Message.builder().messageId(id).build(),
					new BookingCreated(id, "user", "provider", "slot", TIME, TIME.plusSeconds(3600), TIME), null))
			.toList();
	}

	/**
	 * A transaction that has begun.
	 *
	 * @param end completed with the failure, or with {@code null}
	 */
	private record Transaction(List<Delivery<BookingCreated>> deliveries, Duration limit,
			CompletableFuture<Throwable> end) {

		List<String> ids() {
			return this.deliveries.stream().map(Delivery::bookingId).toList();
		}

		void commit() {
			this.end.complete(null);
		}

		void fail(Throwable failure) {
			this.end.complete(failure);
		}

	}

	private static final class Probe extends DatabaseProbe {

		private volatile boolean isAway;

		private Probe() {
			super(new SimpleDriverDataSource(), JdbcClient.create(new SimpleDriverDataSource()),
					TransactionOperations.withoutTransaction());
		}

		@Override
		public void write() {
			if (this.isAway) {
				throw new IllegalStateException("away");
			}
		}

	}

}
