package io.bookings.consumer.task;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

import io.bookings.consumer.task.TaskPause.Run;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TaskPauseUnitTests {

	private static final Duration MAX = Duration.ofMinutes(5);

	private Instant now = Instant.parse("2026-11-26T12:00:00Z");

	private final TaskPause pause = new TaskPause(new FullJitter(Duration.ofSeconds(5), MAX), () -> this.now);

	@Test
	void withoutAFailureEveryRunBegins() {
		assertThat(this.pause.enter()).isNotNull();
		assertThat(this.pause.enter()).isNotNull();
		assertThat(this.pause.remaining()).isZero();
		assertThat(this.pause.end()).isNull();
	}

	@Test
	void duringAPauseOneRunAtATimeTestsWhetherItHasEnded() {
		this.pause.fail(Run.ORDINARY, "away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isNotNull();
		assertThat(this.pause.enter()).isNull();
		this.pause.fail(Run.TEST, "away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isNotNull();
		assertThat(this.pause.end()).isNotNull();
		assertThat(this.pause.enter()).isNotNull();
		assertThat(this.pause.enter()).isNotNull();
	}

	@Test
	void noRunBeginsBeforeTheNextTestIsDue() {
		this.pause.fail(Run.ORDINARY, "away");
		Instant until = this.pause.current().until();
		assertThat(Duration.between(this.now, until)).isBetween(Duration.ZERO, Duration.ofSeconds(5));
		assertThat(this.pause.remaining()).isEqualTo(Duration.between(this.now, until));
		this.now = until.minusNanos(1);
		assertThat(this.pause.enter()).isNull();
		this.now = until;
		assertThat(this.pause.enter()).isNotNull();
	}

	@Test
	void runsThatBeganBeforeThePauseDoNotExtendIt() {
		assertThat(this.pause.fail(Run.ORDINARY, "away")).isTrue();
		RetriedTask.Pause first = this.pause.current();
		assertThat(this.pause.fail(Run.ORDINARY, "away")).isFalse();
		assertThat(this.pause.current()).isEqualTo(first);
	}

	@Test
	void aTestThatShowsNothingIsRepeatedByAnotherRun() {
		this.pause.fail(Run.ORDINARY, "away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isNotNull();
		this.pause.abandon(Run.TEST);
		assertThat(this.pause.enter()).isNotNull();
	}

	@Test
	void aRunThatBeganBeforeThePauseDoesNotEndTheTestOfAnother() {
		TaskPause.Run early = this.pause.enter();
		this.pause.fail(Run.ORDINARY, "away");
		this.now = this.now.plus(MAX);
		assertThat(this.pause.enter()).isEqualTo(Run.TEST);
		this.pause.abandon(early);
		assertThat(this.pause.fail(early, "away")).isFalse();
		assertThat(this.pause.enter()).isNull();
	}

	@Test
	void aNewReasonIsReportedAndTheBeginStays() {
		Instant begin = this.now;
		this.pause.fail(Run.ORDINARY, "away");
		this.now = this.now.plus(MAX);
		this.pause.enter();
		assertThat(this.pause.fail(Run.TEST, "away")).isFalse();
		this.now = this.now.plus(MAX);
		this.pause.enter();
		assertThat(this.pause.fail(Run.TEST, "refuses the credentials")).isTrue();
		assertThat(this.pause.current().since()).isEqualTo(begin);
		assertThat(this.pause.current().reason()).isEqualTo("refuses the credentials");
	}

	@Test
	void theTimesBetweenTestsGrowUpToTheLongestAndBeginShortAgainAfterThePause() {
		Duration longest = Duration.ZERO;
		for (int i = 0; i < 200; i++) {
			this.pause.fail(Run.TEST, "away");
			assertThat(this.pause.remaining()).isLessThanOrEqualTo(MAX);
			longest = (longest.compareTo(this.pause.remaining()) > 0) ? longest : this.pause.remaining();
			this.now = this.now.plus(MAX);
			this.pause.enter();
		}
		assertThat(longest).isGreaterThan(Duration.ofMinutes(4));
		this.pause.end();
		this.pause.fail(Run.ORDINARY, "away");
		assertThat(this.pause.remaining()).isLessThanOrEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void bookingsArePostponedBeyondTheNextTestAndSpreadOverATimeThatGrowsWithThePause() {
		for (int i = 0; i < 20; i++) {
			this.pause.fail(Run.TEST, "away");
			this.now = this.now.plus(MAX);
			this.pause.enter();
		}
		this.pause.fail(Run.TEST, "away");
		Duration remaining = this.pause.remaining();
		assertThat(IntStream.range(0, 1000).mapToObj((i) -> this.pause.delay(1)))
			.allMatch((delay) -> delay.compareTo(remaining) >= 0 && delay.compareTo(remaining.plus(MAX)) <= 0)
			.anyMatch((delay) -> delay.compareTo(remaining.plusMinutes(4)) > 0);
		this.pause.end();
		assertThat(this.pause.delay(1)).isLessThanOrEqualTo(Duration.ofSeconds(5));
	}

}
