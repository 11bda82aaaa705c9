package io.bookings.consumer.health;

import java.time.Duration;

import io.bookings.consumer.outage.TestPause;
import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class PollHealthIndicatorUnitTests {

	private final MutableClock clock = new MutableClock();

	private final CannedSqs sqs = new CannedSqs(this.clock);

	private final TestPause pause = new TestPause();

	private final PollHealthIndicator indicator = new PollHealthIndicator(this.sqs.calls(), this.pause.pause(),
			TestProperties.held(this.sqs.client(), 1), TestProperties.of(this.sqs.queueUrl(), null), this.clock);

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@Test
	void aServiceThatHasJustStartedIsGivenTheTimeForItsFirstPoll() {
		assertThat(status()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(status()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(status()).isEqualTo(Status.DOWN);
		assertThat(this.indicator.health().getDetails()).containsEntry("sinceLastPoll", "121 s");
	}

	@Test
	void pollsThatStopAreAStallAndTheNextOneEndsIt() {
		this.clock.advance(Duration.ofMinutes(10));
		this.sqs.receive();
		assertThat(status()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofMinutes(3));
		assertThat(status()).isEqualTo(Status.DOWN);
		this.sqs.receive();
		assertThat(status()).isEqualTo(Status.UP);
	}

	@Test
	void aPollThatFailsIsNoStallBecauseARestartWouldNotHelp() {
		this.clock.advance(Duration.ofMinutes(10));
		this.sqs.refuse("ReceiveMessage", 403, "AccessDenied");
		this.sqs.receive();
		assertThat(status()).isEqualTo(Status.UP);
	}

	@Test
	void otherCallsAreNoPolls() {
		this.clock.advance(Duration.ofMinutes(10));
		this.sqs.delete();
		assertThat(status()).isEqualTo(Status.DOWN);
	}

	@Test
	void aPauseIsNoStallHoweverLongItLastsAndIsFollowedByTimeForAPoll() {
		this.pause.begin();
		this.clock.advance(Duration.ofHours(5));
		assertThat(status()).isEqualTo(Status.UP);
		assertThat(this.indicator.health().getDetails()).containsEntry("polling", "paused");
	}

	@Test
	void theEndOfAPauseCountsLikeAPoll() {
		this.pause.begin();
		this.pause.end();
		this.clock.advance(Duration.ofSeconds(110));
		assertThat(status()).isEqualTo(Status.UP);
		this.clock.advance(Duration.ofSeconds(20));
		assertThat(status()).isEqualTo(Status.DOWN);
	}

	private Status status() {
		return this.indicator.health().getStatus();
	}

}
