package io.bookings.consumer.operations;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeHistoryUnitTests {

	private final Map<String, Long> totals = new HashMap<>(Map.of("processed", 5L));

	private Instant now = Instant.parse("2026-11-27T10:00:30Z");

	private final OutcomeHistory history = new OutcomeHistory(() -> Map.copyOf(this.totals), clock(() -> this.now));

	@Test
	void messagesCountInTheirMinuteAndNotThoseBeforeTheStart() {
		this.totals.put("processed", 8L);
		assertThat(series().counts()).endsWith(3L);
		this.now = this.now.plusSeconds(60);
		this.totals.put("processed", 9L);
		assertThat(series().counts()).endsWith(3L, 1L);
		assertThat(series().total()).isEqualTo(4);
		assertThat(series().max()).isEqualTo(3);
		assertThat(series().end()).isEqualTo("2026-11-27T10:02:00Z");
	}

	@Test
	void anHourLaterTheyAreGone() {
		this.totals.put("processed", 8L);
		assertThat(series().total()).isEqualTo(3);
		this.now = this.now.plusSeconds(59 * 60);
		assertThat(series().counts()).startsWith(3L);
		this.now = this.now.plusSeconds(60);
		assertThat(series().total()).isZero();
		this.totals.put("processed", 9L);
		this.now = this.now.plusSeconds(100_000);
		assertThat(series().total()).isEqualTo(1);
	}

	@Test
	void aClockThatIsSetBackLosesNothing() {
		this.totals.put("processed", 8L);
		this.history.sample();
		this.now = this.now.minusSeconds(600);
		this.totals.put("processed", 10L);
		assertThat(series().total()).isEqualTo(5);
	}

	@Test
	void aMinuteWithOneMessageHasABarBesideOneWithManyMessages() {
		this.totals.put("processed", 100_005L);
		this.history.sample();
		this.now = this.now.plusSeconds(60);
		this.totals.put("processed", 100_006L);
		List<OutcomeHistory.Series.Bar> bars = series().bars();
		assertThat(bars).containsExactly(new OutcomeHistory.Series.Bar(58 * 4, 0, 24),
				new OutcomeHistory.Series.Bar(59 * 4, 22, 2));
	}

	private OutcomeHistory.Series series() {
		return this.history.lastHour().getFirst();
	}

	private static Clock clock(InstantSource source) {
		return source.withZone(ZoneOffset.UTC);
	}

}
