package io.bookings.consumer.settings;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BackOffUnitTests {

	private final ConsumerProperties.BackOff backOff = new ConsumerProperties.BackOff(Duration.ofSeconds(5),
			Duration.ofMinutes(15));

	@ParameterizedTest
	@CsvSource({ "1, 5", "2, 10", "3, 20", "4, 40", "5, 80", "6, 160", "7, 320", "8, 640", "9, 900", "10, 900" })
	void theBoundDoublesWithEachReceiveUpToTheMaximum(int receiveCount, long bound) {
		assertThat(this.backOff.delay(receiveCount, highest())).isEqualTo(Duration.ofSeconds(bound));
	}

	@ParameterizedTest
	@ValueSource(ints = { 21, 22, 64, 65, 1000, Integer.MAX_VALUE })
	void manyReceivesDoNotOverflow(int receiveCount) {
		assertThat(this.backOff.delay(receiveCount, highest())).isEqualTo(Duration.ofMinutes(15));
		ConsumerProperties.BackOff longest = new ConsumerProperties.BackOff(Duration.ofHours(1), Duration.ofHours(11));
		assertThat(longest.delay(receiveCount, highest())).isEqualTo(Duration.ofHours(11));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 1 })
	void aCountThatCannotBeIsTheFirst(int receiveCount) {
		assertThat(this.backOff.delay(receiveCount, highest())).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void noDelayIsShorterThanASecondSoThatNoMessageIsReceivedInALoop() {
		assertThat(this.backOff.delay(1, lowest())).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.backOff.delay(1000, lowest())).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void theDelayFallsAnywhereBelowTheBound() {
		Random random = new Random(42);
		assertThat(IntStream.range(0, 1000).mapToLong((i) -> this.backOff.delay(2, random).toSeconds()))
			.containsOnly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
	}

	@Test
	void theShortestSettingsWork() {
		ConsumerProperties.BackOff shortest = new ConsumerProperties.BackOff(Duration.ofSeconds(1),
				Duration.ofSeconds(1));
		assertThat(shortest.delay(1000, highest())).isEqualTo(Duration.ofSeconds(1));
	}

	private static RandomGenerator highest() {
		return fixed(true);
	}

	private static RandomGenerator lowest() {
		return fixed(false);
	}

	private static RandomGenerator fixed(boolean highest) {
		return new RandomGenerator() {

			@Override
			public long nextLong() {
				throw new UnsupportedOperationException();
			}

			@Override
			public long nextLong(long bound) {
				return highest ? bound - 1 : 0;
			}

		};
	}

}
