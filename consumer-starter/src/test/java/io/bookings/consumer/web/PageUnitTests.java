package io.bookings.consumer.web;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PageUnitTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123456Z");

	@Test
	void aCursorSurvivesItsWayThroughAUrl() {
		for (String id : List.of("booking-1", "with space", "a/b?c=d&e#f", "日本 🦊", "x".repeat(128))) {
			Cursor cursor = new Cursor(NOON, id);
			assertThat(cursor.toString()).matches("[A-Za-z0-9_-]+");
			assertThat(Cursor.from(cursor.toString())).isEqualTo(cursor);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "%%%", "bm90IGEgY3Vyc29y", "MjAyNi0xMS0yM1QxMjowMDowMFo",
			"KzEwMDAwMDAtMDEtMDFUMDA6MDA6MDBaIHg", "LTk5OTktMDEtMDFUMDA6MDA6MDBaIHg",
			"MjAyNi0xMS0yM1QxMjowMDowMFogAA" })
	void whatIsNoCursorIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Cursor.from(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "101", "2147483648", "", "ten", "1e1", "5.0" })
	void aSizeOutOfRangeIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> PageSize.from(text));
	}

	@Test
	void onlyAPageWithMoreBehindItNamesTheNext() {
		PageSize two = new PageSize(2);
		Page<String> full = Page.of(List.of("c", "b", "a"), two, (id) -> new Cursor(NOON, id), String::toUpperCase);
		assertThat(full).isEqualTo(new Page<>(List.of("C", "B"), new Cursor(NOON, "b").toString()));
		assertThat(Page.of(List.of("b", "a"), two, (id) -> new Cursor(NOON, id), String::toUpperCase).next()).isNull();
		assertThat(Page.of(List.<String>of(), two, (id) -> new Cursor(NOON, id), String::toUpperCase).items())
			.isEmpty();
	}

}
