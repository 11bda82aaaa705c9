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

class HousekeepingUnitTests {

	private static final Duration AT_ONCE = Duration.ofMillis(20);

	private final AtomicInteger runs = new AtomicInteger();

	private Housekeeping housekeeping = new Housekeeping(List.of(), new SimpleMeterRegistry());

	@AfterEach
	void stop() {
		this.housekeeping.stop();
	}

	@Test
	void aChoreRunsAgainAndAgain() {
		start(new Chore("count", this.runs::incrementAndGet, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aChoreThatThrowsGoesOn() {
		start(new Chore("fail", () -> {
			this.runs.incrementAndGet();
			throw new IllegalStateException("always");
		}, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aChoreThatMeetsAnErrorGoesOn() {
		start(new Chore("fail", () -> {
			this.runs.incrementAndGet();
			throw new NoClassDefFoundError("always");
		}, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
	}

	@Test
	void aChoreThatHangsHoldsUpNoOther() {
		CountDownLatch hang = new CountDownLatch(1);
		start(new Chore("hang", () -> awaitUninterruptibly(hang), () -> AT_ONCE),
				new Chore("count", this.runs::incrementAndGet, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 3);
		hang.countDown();
	}

	@Test
	void aStopEndsTheRepetitionAndLetsARunUnderWayEnd() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		start(new Chore("count", () -> {
			begun.countDown();
			awaitUninterruptibly(end);
			this.runs.incrementAndGet();
			ended.countDown();
		}, () -> AT_ONCE));
		assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
		this.housekeeping.stop();
		assertThat(this.housekeeping.isRunning()).isFalse();
		end.countDown();
		assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
		await().during(Duration.ofMillis(200)).until(() -> this.runs.get() == 1);
	}

	@Test
	void itCanStartAgainAfterAStop() {
		start(new Chore("count", this.runs::incrementAndGet, () -> AT_ONCE));
		await().until(() -> this.runs.get() > 0);
		this.housekeeping.stop();
		this.housekeeping.start();
		int before = this.runs.get();
		await().until(() -> this.runs.get() > before + 1);
	}

	@Test
	void withoutChoresItStartsAndStops() {
		start();
		assertThat(this.housekeeping.isRunning()).isTrue();
		this.housekeeping.stop();
		assertThat(this.housekeeping.isRunning()).isFalse();
	}

	private void start(Chore... chores) {
		this.housekeeping = new Housekeeping(List.of(chores), new SimpleMeterRegistry());
		this.housekeeping.start();
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
