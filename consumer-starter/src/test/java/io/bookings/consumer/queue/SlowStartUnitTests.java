package io.bookings.consumer.queue;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

import io.awspring.cloud.sqs.listener.backpressure.BackPressureHandler.ReleaseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How many messages are processed at the same time after the start.
 */
@Timeout(30)
class SlowStartUnitTests {

	private static final Duration DURATION = Duration.ofSeconds(3);

	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE); // may overflow

	private final SlowStart slowStart = slowStart(Duration.ofMillis(1));

	@Test
	void permitsAsManyMessagesAsTheLimit() throws InterruptedException {
		assertThat(this.slowStart.request(10)).isEqualTo(10);
		assertThat(this.slowStart.request(10)).isEqualTo(10);
		assertThat(this.slowStart.request(10)).isZero();
	}

	@Test
	void aMessageThatWasNotReceivedMakesRoomForAnother() throws InterruptedException {
		this.slowStart.request(20);
		this.slowStart.release(9, ReleaseReason.PARTIAL_FETCH);
		assertThat(this.slowStart.request(10)).isZero();
		this.slowStart.release(1, ReleaseReason.LIMITED);
		assertThat(this.slowStart.request(10)).isEqualTo(10);
		this.slowStart.release(10, ReleaseReason.NONE_FETCHED);
		assertThat(this.slowStart.request(10)).isEqualTo(10);
	}

	@Test
	void aRequestWaitsForMessagesToBeProcessed() throws Exception {
		SlowStart patient = slowStart(Duration.ofMinutes(1));
		patient.request(20);
		FutureTask<Integer> request = new FutureTask<>(() -> patient.request(10));
		Thread thread = Thread.ofPlatform().start(request);
		await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
		patient.release(10, ReleaseReason.PROCESSED);
		assertThat(request.get()).isEqualTo(10);
	}

	@Test
	void theLimitEndsSomeTimeAfterTheFirstMessagesWereProcessed() throws InterruptedException {
		this.slowStart.request(20);
		pass(DURATION);
		this.slowStart.release(10, ReleaseReason.NONE_FETCHED);
		this.slowStart.request(10);
		assertThat(this.slowStart.request(10)).isZero(); // no message was processed
		this.slowStart.release(10, ReleaseReason.PROCESSED);
		this.slowStart.request(10);
		pass(DURATION.minusNanos(1));
		assertThat(this.slowStart.request(10)).isZero();
		pass(Duration.ofNanos(1));
		assertThat(this.slowStart.request(10)).isEqualTo(10);
		assertThat(this.slowStart.request(100)).isEqualTo(100);
	}

	private SlowStart slowStart(Duration patience) {
		return new SlowStart(20, DURATION, patience, this.nanoTime::get);
	}

	private void pass(Duration time) {
		this.nanoTime.addAndGet(time.toNanos());
	}

}
