package io.bookings.sandbox;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextTableUnitTests {

	@Test
	void columnsAreAsWideAsTheirWidestCellAndNoLineEndsInBlanks() {
		assertThat(TextTable.format(List.of(List.of("Message", "Outcome"), List.of("cut off", "rejected: invalid"),
				List.of("the same again", "duplicate")))
			.lines()).containsExactly("Message         Outcome", "--------------  -----------------",
					"cut off         rejected: invalid", "the same again  duplicate");
	}

	@Test
	void aCellOfSeveralLinesMakesItsRowAsHigh() {
		assertThat(TextTable
			.format(List.of(List.of("Message", "Outcome", "Where"), List.of("one", "a\nlonger", ""),
					List.of("two", "", "b")))
			.lines()).containsExactly("Message  Outcome  Where", "-------  -------  -----", "one      a",
					"         longer", "two               b");
	}

}
