package io.bookings.events;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class IdentifierUnitTests {

	@ParameterizedTest
	@ValueSource(strings = { "1", "booking-1", "a/b\\c?d#e%f;g", "日本 🦊", " a " })
	void validIdentifierIsAccepted(String value) {
		assertThat(new Identifier(value)).hasToString(value);
	}

	@Test
	void invalidIdentifierIsRejected() {
		assertThat(violated("")).isEqualTo(Rule.BLANK);
		assertThat(violated("\u2003")).isEqualTo(Rule.BLANK);
		assertThat(violated("x".repeat(129))).isEqualTo(Rule.TOO_LONG);
		assertThat(violated("a\nb")).isEqualTo(Rule.CONTROL_CHARACTER);
		assertThat(violated("a\ud83e")).isEqualTo(Rule.LONE_SURROGATE);
	}

	private static Rule violated(String value) {
		InvalidEventException ex = catchThrowableOfType(InvalidEventException.class, () -> new Identifier(value));
		assertThat(ex.violations()).hasSize(1);
		return ex.violations().getFirst().rule();
	}

}
