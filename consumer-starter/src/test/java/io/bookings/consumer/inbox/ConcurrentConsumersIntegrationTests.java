package io.bookings.consumer.inbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.sqs.model.Message;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of one service that receive the same events at the same time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConcurrentConsumersIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final ConsumerFixture first = ConsumerFixture.startWithoutPolling(this.service);

	private final ConsumerFixture second = ConsumerFixture.startWithoutPolling(this.service);

	private CountDownLatch entered = new CountDownLatch(1);

	private CountDownLatch goOn = new CountDownLatch(1);

	@AfterAll
	void stop() {
		this.first.close();
		this.second.close();
	}

	@BeforeEach
	void forget() {
		this.entered = new CountDownLatch(1);
		this.goOn = new CountDownLatch(1);
		this.first.forget();
		this.second.forget();
	}

	@AfterEach
	void letGo() {
		this.goOn.countDown();
	}

	@Test
	void aDuplicateWaitsUntilItsFirstCopyIsCommitted() throws Exception {
		List<Message> messages = this.first.batch(body("b-1"), body("b-1"));
		CompletableFuture<Void> firstCopy = holdInHandler(this.first, messages.subList(0, 1), false);
		CompletableFuture<Void> secondCopy = CompletableFuture
			.runAsync(() -> this.second.consumer.consume(messages.subList(1, 2)));
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> secondCopy.get(300, TimeUnit.MILLISECONDS));
		assertThat(this.service.messages().total()).isEqualTo(2);
		this.goOn.countDown();
		firstCopy.get();
		secondCopy.get();
		assertThat(this.first.stored()).containsExactly("b-1");
		this.first.assertQueueEmpty();
	}

	@Test
	void aDuplicateTakesEffectWhenItsFirstCopyFails() throws Exception {
		List<Message> messages = this.first.batch(body("b-1"), body("b-1"));
		CompletableFuture<Void> firstCopy = holdInHandler(this.first, messages.subList(0, 1), true);
		CompletableFuture<Void> secondCopy = CompletableFuture
			.runAsync(() -> this.second.consumer.consume(messages.subList(1, 2)));
		this.goOn.countDown();
		firstCopy.get();
		secondCopy.get();
		assertThat(this.first.stored()).containsExactly("b-1");
		// The failed copy is still there, and is a duplicate now.
		this.second.consumer.consume(this.second.receive(1));
		this.first.assertQueueEmpty();
		assertThat(this.first.deadLetters()).isEmpty();
	}

	@Test
	void aDuplicateThatHasWaitedTooLongIsReturnedAndNotDeleted() throws Exception {
		List<Message> messages = this.first.batch(body("b-1"), body("b-1"));
		CompletableFuture<Void> firstCopy = holdInHandler(this.first, messages.subList(0, 1), false);
		this.second.consumer.consume(messages.subList(1, 2)); // ends with lock_timeout
		assertThat(this.service.messages().total()).isEqualTo(2);
		this.goOn.countDown();
		firstCopy.get();
		this.second.consumer.consume(this.second.receive(1));
		assertThat(this.first.stored()).containsExactly("b-1");
		this.first.assertQueueEmpty();
	}

	@Test
	void batchesWithTheSameIdsInOppositeOrderDoNotDeadlock() throws ExecutionException, InterruptedException {
		for (int round = 0; round < 20; round++) {
			int base = round * 10;
			String[] bodies = IntStream.range(base, base + 10)
				.mapToObj((i) -> body("b-%03d".formatted(i)))
				.toArray(String[]::new);
			List<Message> forward = this.first.batch(bodies);
			List<Message> backward = this.first.batch(bodies).reversed();
			CompletableFuture<Void> one = CompletableFuture.runAsync(() -> this.first.consumer.consume(forward));
			CompletableFuture<Void> other = CompletableFuture.runAsync(() -> this.second.consumer.consume(backward));
			one.get();
			other.get();
			this.first.assertQueueEmpty();
		}
		assertThat(this.first.stored()).hasSize(200);
		assertThat(this.first.deadLetters()).isEmpty();
	}

	@Test
	void twoPollingInstancesStoreEachEventOnce() {
		try (ConsumerFixture third = ConsumerFixture.start(this.service);
				ConsumerFixture fourth = ConsumerFixture.start(this.service)) {
			for (int i = 0; i < 300; i++) {
				this.service.send(body("b-%03d".formatted(i % 100)));
			}
			await().atMost(ConsumerFixture.patience()).untilAsserted(() -> {
				assertThat(third.stored()).hasSize(100);
				fourth.assertQueueEmpty();
			});
			assertThat(third.deadLetters()).isEmpty();
		}
	}

	private CompletableFuture<Void> holdInHandler(ConsumerFixture fixture, List<Message> messages, boolean thenFail)
			throws InterruptedException {
		fixture.handler.step = (event) -> {
			this.entered.countDown();
			try {
				assertThat(this.goOn.await(30, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			if (thenFail) {
				throw new IllegalStateException("The first copy fails");
			}
		};
		CompletableFuture<Void> held = CompletableFuture.runAsync(() -> fixture.consumer.consume(messages));
		assertThat(this.entered.await(20, TimeUnit.SECONDS)).isTrue();
		return held;
	}

}
