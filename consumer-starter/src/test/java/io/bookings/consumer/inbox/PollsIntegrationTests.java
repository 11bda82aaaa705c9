package io.bookings.consumer.inbox;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.awspring.cloud.sqs.listener.MessageListenerContainer;
import io.awspring.cloud.sqs.listener.MessageListenerContainerRegistry;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many polls and batches run at the same time. A poll of an empty queue takes one
 * second.
 */
class PollsIntegrationTests {

	private static final int CONCURRENCY = 5;

	@Test
	@Timeout(120)
	void afterABacklogOnePollAtATimeRuns() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		try (ConsumerFixture fixture = ConsumerFixture.start(service, "booking.consumer.concurrency=" + CONCURRENCY)) {
			IntStream.range(0, 200).forEach((i) -> service.send(body("b-%03d".formatted(i))));
			await().atMost(ConsumerFixture.patience()).untilAsserted(fixture::assertQueueEmpty);
			// Each ends another poll, so that the polls do not end at the same time.
			for (int i = 200; i < 210; i++) {
				service.send(body("b-" + i));
				await().atMost(ConsumerFixture.patience()).untilAsserted(fixture::assertQueueEmpty);
			}
			waitForEmptyPolls(fixture, CONCURRENCY + 2); // those that began with the
															// backlog
			long begin = System.nanoTime();
			waitForEmptyPolls(fixture, 4);
			// Three whole ones. Polls at the same time would take a second.
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2500));
		}
	}

	@Test
	@Timeout(120)
	void theFirstMessagesAreProcessedTwoBatchesAtATime() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		CompletableFuture<Void> permission = new CompletableFuture<>();
		try (ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(service,
				"booking.consumer.concurrency=" + CONCURRENCY)) {
			fixture.handler.step = (event) -> permission.join();
			IntStream.range(0, 100).forEach((i) -> service.send(body("b-%03d".formatted(i))));
			Gauge inFlight = fixture.context.getBean(MeterRegistry.class).get("booking.in.flight").gauge();
			fixture.context.getBean(MessageListenerContainerRegistry.class)
				.getListenerContainers()
				.forEach(MessageListenerContainer::start);
			try {
				await().atMost(ConsumerFixture.patience()).until(() -> inFlight.value() == 20);
				await().during(Duration.ofSeconds(1)).until(() -> inFlight.value() == 20);
			}
			finally {
				permission.complete(null);
			}
			await().atMost(ConsumerFixture.patience()).untilAsserted(fixture::assertQueueEmpty);
		}
	}

	private static void waitForEmptyPolls(ConsumerFixture fixture, int number) {
		MeterRegistry meters = fixture.context.getBean(MeterRegistry.class);
		double before = emptyPolls(meters);
		await().atMost(ConsumerFixture.patience()).until(() -> emptyPolls(meters) >= before + number);
	}

	private static double emptyPolls(MeterRegistry meters) {
		return meters.get("booking.polls").tag("result", "empty").counter().count();
	}

}
