package io.bookings.consumer.log;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PrintableUnitTests {

	@ParameterizedTest
	@ValueSource(ints = { 0x00, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9B, 0x9F, 0xAD, 0x61C,
			0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2060, 0x2066,
			0x2067, 0x2068, 0x2069, 0xFEFF, 0xFFF9, 0xD800, 0xDBFF, 0xDC00, 0xDFFF })
	void whatAViewerMayTakeForALineBreakOrAChangeOfDirectionIsShownAsItsCode(int character) {
		assertThat(Printable.of("a" + (char) character + "b")).isEqualTo("a\\u%04Xb".formatted(character));
		assertThat(Printable.of(String.valueOf((char) character))).isEqualTo("\\u%04X".formatted(character));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "booking-1", "Zürich, 東京 / עברית", "\uD83D\uDE00", "क्\u200Dष", "a\\u202Eb", "100 %" })
	void anythingElseStaysAsItIs(String text) {
		assertThat(Printable.of(text)).isSameAs(text);
	}

	/**
	 * They are deprecated and invisible, and smuggle text past a reader.
	 */
	@Test
	void tagsOutsideOfTheBasicPlaneAreShownAsWell() {
		assertThat(Printable.of("a\uDB40\uDC41b")).isEqualTo("a\\uDB40\\uDC41b");
	}

	@Test
	void aLongTextIsCutBetweenCharacters() {
		assertThat(Printable.of("abc", 3)).isEqualTo("abc");
		assertThat(Printable.of("abcd", 3)).isEqualTo("abc…");
		assertThat(Printable.of("ab\uD83D\uDE00d", 3)).isEqualTo("ab…");
	}

}
