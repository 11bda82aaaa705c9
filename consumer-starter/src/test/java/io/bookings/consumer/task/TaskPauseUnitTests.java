package io.bookings.consumer.task;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskPauseUnitTests {

	private static final Duration MAX = Duration.ofMinutes(5);

	private Instant now = Instant.parse("2026-11-26T12:00:00Z");

	private final TaskPause pause = new TaskPause(new FullJitter(Duration.ofSeconds(5), MAX), () -> this.now);

	@Test
	void withoutAFailureEveryRunBegins() {
		assertThat(this.pause.enter()).isTrue();
		assertThat(this.pause.enter()).isTrue();
		assertThat(this.pause.remaining()).isZero();
		assertThat(this.pause.end()).isNull();
	}

	@Test
	void duringAPauseOneRunAtATimeTestsWhetherItHasEnded() {
		this.pause.fail("away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isTrue();
		assertThat(this.pause.enter()).isFalse();
		this.pause.fail("away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isTrue();
		assertThat(this.pause.end()).isNotNull();
		assertThat(this.pause.enter()).isTrue();
		assertThat(this.pause.enter()).isTrue();
	}

	@Test
	void noRunBeginsBeforeTheNextTestIsDue() {
		this.pause.fail("away");
		Instant until = this.pause.current().until();
		assertThat(Duration.between(this.now, until)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
		assertThat(this.pause.remaining()).isEqualTo(Duration.between(this.now, until));
		this.now = until.minusNanos(1);
		assertThat(this.pause.enter()).isFalse();
		this.now = until;
		assertThat(this.pause.enter()).isTrue();
	}

	@Test
	void runsThatBeganBeforeThePauseDoNotExtendIt() {
		assertThat(this.pause.fail("away")).isTrue();
		RetriedTask.Pause first = this.pause.current();
		assertThat(this.pause.fail("away")).isFalse();
		assertThat(this.pause.current()).isEqualTo(first);
	}

	@Test
	void aTestThatShowsNothingIsRepeatedByAnotherRun() {
		this.pause.fail("away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isTrue();
		this.pause.abandonTest();
		assertThat(this.pause.enter()).isTrue();
	}

	@Test
	void aNewReasonIsReportedAndTheBeginStays() {
		Instant begin = this.now;
		this.pause.fail("away");
		this.now = this.now.plus(MAX);
		this.pause.enter();
		assertThat(this.pause.fail("away")).isFalse();
		this.now = this.now.plus(MAX);
		this.pause.enter();
		assertThat(this.pause.fail("refuses the credentials")).isTrue();
		assertThat(this.pause.current().since()).isEqualTo(begin);
		assertThat(this.pause.current().reason()).isEqualTo("refuses the credentials");
	}

	@Test
	void theTimesBetweenTestsGrowUpToTheLongestAndBeginShortAgainAfterThePause() {
		Duration longest = Duration.ZERO;
		for (int i = 0; i < 200; i++) {
			this.pause.fail("away");
			assertThat(this.pause.remaining()).isLessThanOrEqualTo(MAX);
			longest = (longest.compareTo(this.pause.remaining()) > 0) ? longest : this.pause.remaining();
			this.now = this.now.plus(MAX);
			this.pause.enter();
		}
		assertThat(longest).isGreaterThan(Duration.ofMinutes(4));
		this.pause.end();
		this.pause.fail("away");
		assertThat(this.pause.remaining()).isLessThanOrEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void bookingsArePostponedBeyondTheNextTestAndSpreadOverATimeThatGrowsWithThePause() {
		for (int i = 0; i < 20; i++) {
			this.pause.fail("away");
			this.now = this.now.plus(MAX);
			this.pause.enter();
		}
		this.pause.fail("away");
		Duration remaining = this.pause.remaining();
		assertThat(IntStream.range(0, 1000).mapToObj((i) -> this.pause.delay(1)))
			.allMatch((delay) -> delay.compareTo(remaining) >= 0 && delay.compareTo(remaining.plus(MAX)) <= 0)
			.anyMatch((delay) -> delay.compareTo(remaining.plusMinutes(4)) > 0);
		this.pause.end();
		assertThat(this.pause.delay(1)).isLessThanOrEqualTo(Duration.ofSeconds(5));
	}

}
