package io.bookings.consumer.task;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BackgroundTaskRunnerUnitTests {

	private static final Duration AT_ONCE = Duration.ofMillis(20);

	private final AtomicInteger runs = new AtomicInteger();

	private BackgroundTaskRunner backgroundTasks = new BackgroundTaskRunner(List.of(), new SimpleMeterRegistry());

	@AfterEach
	void stop() {
		this.backgroundTasks.stop();
	}

	@Test
	void aTaskRunsRepeatedly() {
		start(new BackgroundTask("count", this.runs::incrementAndGet, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aTaskThatThrowsIsRunAgain() {
		start(new BackgroundTask("fail", () -> {
			this.runs.incrementAndGet();
			throw new IllegalStateException("always");
		}, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aTaskThatMeetsAnErrorIsRunAgain() {
		start(new BackgroundTask("fail", () -> {
			this.runs.incrementAndGet();
			throw new NoClassDefFoundError("always");
		}, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aTaskThatHangsDelaysNoOther() {
		CountDownLatch hang = new CountDownLatch(1);
		start(new BackgroundTask("hang", () -> awaitUninterruptibly(hang), () -> AT_ONCE),
				new BackgroundTask("count", this.runs::incrementAndGet, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
		hang.countDown();
	}

	@Test
	void aStopEndsTheRepetitionAndLetsARunUnderWayEnd() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		start(new BackgroundTask("count", () -> {
			begun.countDown();
			awaitUninterruptibly(end);
			this.runs.incrementAndGet();
			ended.countDown();
		}, () -> AT_ONCE));
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		this.backgroundTasks.stop();
		assertThat(this.backgroundTasks.isRunning()).isFalse();
		end.countDown();
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		await().during(Duration.ofMillis(200)).until(() -> this.runs.get() == 1);
	}

	@Test
	void itCanStartAgainAfterAStop() {
		start(new BackgroundTask("count", this.runs::incrementAndGet, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 0);
		this.backgroundTasks.stop();
		this.backgroundTasks.start();
		int before = this.runs.get();
		await().until(() -> this.runs.get() > before + 1);
	}

	@Test
	void withoutTasksItStartsAndStops() {
		start();
		assertThat(this.backgroundTasks.isRunning()).isTrue();
		this.backgroundTasks.stop();
		assertThat(this.backgroundTasks.isRunning()).isFalse();
	}

	private void start(BackgroundTask... tasks) {
		this.backgroundTasks = new BackgroundTaskRunner(List.of(tasks), new SimpleMeterRegistry());
		this.backgroundTasks.start();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
