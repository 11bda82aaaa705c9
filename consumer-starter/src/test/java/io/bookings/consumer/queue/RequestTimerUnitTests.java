package io.bookings.consumer.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class RequestTimerUnitTests {

	private final RequestTimer timer = new RequestTimer();

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
	}

	@Test
	void aTimeoutWhoseRequestEndedIsRemoved() {
		Future<?> timeout = this.timer.schedule(() -> {
		}, 1, TimeUnit.HOURS);
		assertThat(this.timer.getQueue().contains(timeout)).isTrue();
		timeout.cancel(false);
		assertThat(this.timer.getQueue().contains(timeout)).isFalse();
	}

	@Test
	void noTimeoutOfARequestIsDueFirst() {
		Future<?> timeout = this.timer.schedule(() -> {
		}, 3, TimeUnit.SECONDS);
		// While the tick runs, it is not in the queue.
		await().untilAsserted(() -> assertThat((Object) this.timer.getQueue().peek()).isNotNull().isNotSameAs(timeout));
	}

	@Test
	void aTimeoutRuns() {
		CompletableFuture<Thread> ran = new CompletableFuture<>();
		this.timer.schedule(() -> ran.complete(Thread.currentThread()), 1, TimeUnit.MILLISECONDS);
		assertThat(ran.join().isDaemon()).isTrue();
	}

}
