package io.bookings.consumer.notification;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * When deliveries wait for each other.
 */
@Timeout(30)
class DeliveryTurnsUnitTests {

	private static final Executor THREADS = Thread::startVirtualThread;

	private final AtomicInteger inFlight = new AtomicInteger(DeliveryTurns.BACKLOG);

	private final CountDownLatch firstRuns = new CountDownLatch(1);

	private final CountDownLatch firstMayEnd = new CountDownLatch(1);

	private final AtomicBoolean firstEnded = new AtomicBoolean();

	/** Nanoseconds. */
	private final List<Long> rests = new CopyOnWriteArrayList<>();

	@Test
	void deliveriesTakeTurnsWhileThereIsABacklog() throws Exception {
		DeliveryTurns turns = turns(Duration.ofMinutes(1));
		CompletableFuture<String> first = first(turns);
		CompletableFuture<Boolean> second = new CompletableFuture<>();
		Thread waiting = Thread.ofPlatform().start(() -> second.complete(turns.run(this.firstEnded::get)));
		await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		this.firstMayEnd.countDown();
		assertThat(first.get()).isEqualTo("first");
		assertThat(second.get()).isTrue();
	}

	@Test
	void aDeliveryDoesNotWaitForLong() throws Exception {
		DeliveryTurns turns = turns(Duration.ofMillis(1));
		CompletableFuture<String> first = first(turns);
		assertThat(turns.run(this.firstEnded::get)).isFalse();
		this.firstMayEnd.countDown();
		first.get();
	}

	@Test
	void deliveriesRunAtTheSameTimeWithoutABacklog() throws Exception {
		this.inFlight.set(DeliveryTurns.BACKLOG - 1);
		DeliveryTurns turns = turns(Duration.ofMinutes(1));
		CompletableFuture<String> first = first(turns);
		assertThat(turns.run(this.firstEnded::get)).isFalse();
		this.firstMayEnd.countDown();
		first.get();
	}

	@Test
	void theTurnEndsWithTheRest() throws Exception {
		CountDownLatch restBegins = new CountDownLatch(1);
		CompletableFuture<Void> restMayEnd = new CompletableFuture<>();
		DeliveryTurns turns = new DeliveryTurns(this.inFlight::get, Duration.ofMinutes(1), (nanos) -> {
			restBegins.countDown();
			restMayEnd.join();
		});
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> turns.run(() -> "first"), THREADS);
		restBegins.await();
		CompletableFuture<String> second = new CompletableFuture<>();
		Thread waiting = Thread.ofPlatform().start(() -> second.complete(turns.run(() -> "second")));
		await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		assertThat(second).isNotDone();
		restMayEnd.complete(null);
		assertThat(first.get()).isEqualTo("first");
		assertThat(second.get()).isEqualTo("second");
	}

	@Test
	void aDeliveryRestsForAsLongAsItTookButNotForLong() {
		long begun = System.nanoTime();
		turns(Duration.ofMinutes(1)).run(DeliveryTurnsUnitTests::twoMilliseconds);
		long most = System.nanoTime() - begun;
		turns(Duration.ofMillis(1)).run(DeliveryTurnsUnitTests::twoMilliseconds);
		assertThat(this.rests).hasSize(2);
		assertThat(this.rests.getFirst()).isBetween(2_000_000L, most);
		assertThat(this.rests.getLast()).isEqualTo(1_000_000);
	}

	@Test
	void theLastDeliveryOfABacklogDoesNotRest() {
		turns(Duration.ofMinutes(1)).run(() -> this.inFlight.getAndSet(0));
		assertThat(this.rests).isEmpty();
	}

	@Test
	void aFailureEndsTheTurn() {
		DeliveryTurns turns = turns(Duration.ofMinutes(1));
		assertThatIllegalStateException().isThrownBy(() -> turns.run(() -> {
			throw new IllegalStateException("failed");
		}));
		assertThat(turns.run(() -> "second")).isEqualTo("second");
	}

	@Test
	void anInterruptedDeliveryDoesNotBegin() throws Exception {
		DeliveryTurns turns = turns(Duration.ofMinutes(1));
		CompletableFuture<String> first = first(turns);
		AtomicBoolean begun = new AtomicBoolean();
		Thread.currentThread().interrupt();
		assertThatIllegalStateException().isThrownBy(() -> turns.run(() -> begun.getAndSet(true)))
			.withMessage("The service stopped before the delivery");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(begun).isFalse();
		this.firstMayEnd.countDown();
		first.get();
	}

	private DeliveryTurns turns(Duration patience) {
		return new DeliveryTurns(this.inFlight::get, patience, this.rests::add);
	}

	private static boolean twoMilliseconds() {
		long begun = System.nanoTime();
		while (System.nanoTime() - begun < 2_000_000) {
			Thread.onSpinWait();
		}
		return true;
	}

	/**
	 * Begins a delivery that ends when the test permits it.
	 */
	private CompletableFuture<String> first(DeliveryTurns turns) throws InterruptedException {
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> turns.run(() -> {
			this.firstRuns.countDown();
			try {
				assertThat(this.firstMayEnd.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			this.firstEnded.set(true);
			return "first";
		}), THREADS);
		this.firstRuns.await();
		return first;
	}

}
