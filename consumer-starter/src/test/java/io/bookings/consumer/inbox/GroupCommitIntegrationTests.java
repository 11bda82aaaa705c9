package io.bookings.consumer.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.bookings.consumer.PermanentFailureException;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.Message;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches of one instance that wait for the database at the same time.
 */
@Tag("database")
class GroupCommitIntegrationTests {

	private static final int TRANSACTIONS = 5;

	/** More than all transactions can contain. */
	private static final int BATCHES = 25;

	private static final Executor THREADS = Thread::startVirtualThread;

	@Test
	@Timeout(60)
	void anEventThatCannotBeStoredCostsTheOtherBatchesNothing() throws InterruptedException {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(service)) {
			CountDownLatch entered = new CountDownLatch(TRANSACTIONS);
			CountDownLatch goOn = new CountDownLatch(1);
			fixture.handler.step = (event) -> {
				entered.countDown();
				await(goOn);
				if (event.bookingId().equals("b-12-1")) {
					throw new PermanentFailureException("This booking cannot be stored");
				}
			};
			List<List<Message>> batches = IntStream.range(0, BATCHES)
				.mapToObj((i) -> fixture.batch(body("b-%02d-0".formatted(i)), body("b-%02d-1".formatted(i))))
				.toList();
			List<CompletableFuture<Void>> ends = new ArrayList<>();
			for (List<Message> batch : batches) {
				ends.add(CompletableFuture.runAsync(() -> fixture.consumer.consume(batch), THREADS));
			}
			await(entered);
			goOn.countDown();
			ends.forEach(CompletableFuture::join);
			assertThat(fixture.stored()).hasSize(2 * BATCHES - 1).doesNotContain("b-12-1");
			assertThat(fixture.processed()).hasSameElementsAs(fixture.stored());
			assertThat(fixture.deadLetters()).hasSize(1);
			fixture.assertQueueEmpty();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
