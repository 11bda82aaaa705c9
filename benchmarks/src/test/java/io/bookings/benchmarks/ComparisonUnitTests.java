package io.bookings.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ComparisonUnitTests {

	@Test
	void theProbabilityIsThatOfTheTablesOfMannAndWhitney() {
		assertThat(Comparison.probability(new double[] { 1, 2, 3 }, new double[] { 4, 5, 6 })).isEqualTo(1 / 20.0,
				within(1e-9));
		assertThat(Comparison.probability(new double[] { 1, 2, 4 }, new double[] { 3, 5, 6 })).isEqualTo(2 / 20.0,
				within(1e-9));
		assertThat(Comparison.probability(new double[] { 4, 5, 6 }, new double[] { 1, 2, 3 })).isEqualTo(1.0,
				within(1e-9));
		assertThat(Comparison.probability(new double[] { 1, 2, 3, 4, 5, 9 }, new double[] { 6, 7, 8, 10, 11, 12 }))
			.isEqualTo(7 / 924.0, within(1e-9));
	}

	@Test
	void aDifferenceBeyondTheNoiseCounts() {
		Comparison slower = new Comparison(new double[] { 10, 11, 12, 13, 14 }, new double[] { 15, 16, 17, 18, 19 });
		assertThat(slower.isLarger()).isTrue();
		assertThat(slower.isSmaller()).isFalse();
		Comparison faster = new Comparison(slower.after(), slower.before());
		assertThat(faster.isLarger()).isFalse();
		assertThat(faster.isSmaller()).isTrue();
	}

	@Test
	void aDifferenceWithinTheNoiseDoesNotCount() {
		Comparison noise = new Comparison(new double[] { 10, 12, 14, 16, 18 }, new double[] { 11, 13, 15, 17, 19 });
		assertThat(noise.isLarger()).isFalse();
		assertThat(noise.isSmaller()).isFalse();
	}

	@Test
	void equalValuesAreNoDifference() {
		double[] equal = { 1, 1, 1, 1, 1, 1 };
		assertThat(new Comparison(equal, equal).isLarger()).isFalse();
		assertThat(new Comparison(equal, equal).isSmaller()).isFalse();
	}

	@Test
	void tooFewRoundsNeverDiffer() {
		assertThat(new Comparison(new double[] { 1, 2, 3, 4 }, new double[] { 5, 6, 7, 8 }).isLarger()).isFalse();
	}

}
