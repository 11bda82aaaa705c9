package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Test;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The service is stopped while batches run.
 */
class StopIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	@Test
	void aRunningBatchIsFinishedAndTheRestIsVisibleAgain() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		ConsumerFixture fixture = ConsumerFixture.start(this.service, "booking.consumer.concurrency=1");
		fixture.handler.step = (event) -> {
			entered.countDown();
			try {
				assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		};
		this.service.send(body("running"));
		assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 5; i++) {
			this.service.send(body("waiting-" + i));
		}
		// One thread runs the first batch; what is polled meanwhile waits for it.
		await().atMost(ConsumerFixture.patience()).until(() -> this.service.messages().inFlight() == 6);

		long stopBegan = System.nanoTime();
		CompletableFuture<Void> stop = CompletableFuture.runAsync(fixture::close);
		StopSignal signal = fixture.context.getBean(StopSignal.class);
		await().atMost(ConsumerFixture.patience()).until(signal::isSet);
		goOn.countDown();
		stop.get(25, TimeUnit.SECONDS);

		assertThat(Duration.ofNanos(System.nanoTime() - stopBegan)).isLessThan(Duration.ofSeconds(25));
		assertThat(fixture.stored()).containsExactly("running");
		assertThat(this.service.messages().visible()).isEqualTo(5);
		assertThat(this.service.messages().inFlight()).isZero();
		try (ConsumerFixture next = ConsumerFixture.start(this.service)) {
			await().atMost(ConsumerFixture.patience()).untilAsserted(() -> {
				assertThat(next.stored()).hasSize(6);
				next.assertQueueEmpty();
			});
			assertThat(next.deadLetters()).isEmpty();
		}
	}

	@Test
	void anIdleServiceStopsWithItsLastPoll() throws Exception {
		ConsumerFixture fixture = ConsumerFixture.start(this.service);
		CompletableFuture.runAsync(fixture::close).get(15, TimeUnit.SECONDS);
		assertThat(fixture.context.isActive()).isFalse();
	}

}
