package io.bookings.consumer.task;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FullJitterUnitTests {

	private final FullJitter jitter = new FullJitter(Duration.ofSeconds(5), Duration.ofMinutes(5));

	@ParameterizedTest
	@CsvSource({ "1, 5", "2, 10", "3, 20", "6, 160", "7, 300", "8, 300" })
	void theBoundDoublesWithEachFailureUpToTheMaximum(int failures, long bound) {
		assertThat(this.jitter.delay(failures, highest())).isEqualTo(Duration.ofSeconds(bound));
	}

	@ParameterizedTest
	@ValueSource(ints = { 31, 32, 64, 65, Integer.MAX_VALUE })
	void manyFailuresDoNotOverflow(int failures) {
		assertThat(this.jitter.delay(failures, highest())).isEqualTo(Duration.ofMinutes(5));
	}

	@ParameterizedTest
	@ValueSource(ints = { Integer.MIN_VALUE, -1, 0, 1 })
	void aCountBelowOneIsTheFirst(int failures) {
		assertThat(this.jitter.delay(failures, highest())).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void theDelayIsAnywhereFromZeroToTheBound() {
		Random random = new Random(42);
		assertThat(IntStream.range(0, 10_000).mapToLong((i) -> this.jitter.delay(1, random).toMillis()))
			.allMatch((millis) -> millis >= 0 && millis <= 5000)
			.anyMatch((millis) -> millis < 100)
			.anyMatch((millis) -> millis > 4900);
	}

	private static RandomGenerator highest() {
		return new RandomGenerator() {

			@Override
			public long nextLong() {
				throw new UnsupportedOperationException();
			}

			@Override
			public long nextLong(long bound) {
				return bound - 1;
			}

		};
	}

}
