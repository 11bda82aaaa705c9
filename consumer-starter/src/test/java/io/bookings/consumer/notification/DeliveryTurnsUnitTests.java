package io.bookings.consumer.notification;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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

	@Test
	void deliveriesTakeTurnsWhileThereIsABacklog() throws Exception {
		DeliveryTurns turns = new DeliveryTurns(this.inFlight::get, Duration.ofMinutes(1));
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
		DeliveryTurns turns = new DeliveryTurns(this.inFlight::get, Duration.ofMillis(1));
		CompletableFuture<String> first = first(turns);
		assertThat(turns.run(this.firstEnded::get)).isFalse();
		this.firstMayEnd.countDown();
		first.get();
	}

	@Test
	void deliveriesRunAtTheSameTimeWithoutABacklog() throws Exception {
		this.inFlight.set(DeliveryTurns.BACKLOG - 1);
		DeliveryTurns turns = new DeliveryTurns(this.inFlight::get, Duration.ofMinutes(1));
		CompletableFuture<String> first = first(turns);
		assertThat(turns.run(this.firstEnded::get)).isFalse();
		this.firstMayEnd.countDown();
		first.get();
	}

	@Test
	void aFailureEndsTheTurn() {
		DeliveryTurns turns = new DeliveryTurns(this.inFlight::get, Duration.ofMinutes(1));
		assertThatIllegalStateException().isThrownBy(() -> turns.run(() -> {
			throw new IllegalStateException("failed");
		}));
		assertThat(turns.run(() -> "second")).isEqualTo("second");
	}

	@Test
	void anInterruptedDeliveryDoesNotBegin() throws Exception {
		DeliveryTurns turns = new DeliveryTurns(this.inFlight::get, Duration.ofMinutes(1));
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
