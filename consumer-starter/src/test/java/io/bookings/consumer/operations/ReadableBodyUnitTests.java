package io.bookings.consumer.operations;

import java.util.List;

import io.bookings.consumer.deadletter.BrokenRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReadableBodyUnitTests {

	@Test
	void eachFieldHasALineAndThoseThatBreakARuleAreMarked() {
		ReadableBody body = ReadableBody.of("{\"a\":\"x, {y\\\"\",\"b\":[1.00,2]}",
				List.of(new BrokenRule("b", "is wrong")));
		assertThat(body.lines()).extracting(ReadableBody.Line::text)
			.containsExactly("{\n", "  \"a\": \"x, {y\\\"\",\n", "  \"b\": [\n", "    1.00,\n", "    2\n", "  ]\n",
					"}\n");
		assertThat(body.lines()).filteredOn(ReadableBody.Line::broken)
			.extracting(ReadableBody.Line::text)
			.containsExactly("  \"b\": [\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"a\":2}", "{\"a\":1e400}", "{", "}}}}", "[\"\\", "{\"a\":\"\u202E\"}" })
	void nothingButWhiteSpaceIsAdded(String body) {
		assertThat(ReadableBody.indent(body).replaceAll("\\s", "")).isEqualTo(body);
	}

	@Test
	void otherTextStaysAsItIsAndALongOneIsCut() {
		assertThat(ReadableBody.of("a, b: <c>", List.of()).lines()).extracting(ReadableBody.Line::text)
			.containsExactly("a, b: <c>\n");
		ReadableBody body = ReadableBody.of("x".repeat(1_000_000), List.of());
		assertThat(body.cut()).isTrue();
		assertThat(body.lines().getFirst().text()).hasSize(64 * 1024 + 1);
	}

}
