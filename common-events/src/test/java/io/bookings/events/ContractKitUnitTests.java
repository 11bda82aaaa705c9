package io.bookings.events;

import java.util.List;
import java.util.stream.Collectors;

import io.bookings.events.ContractKit.Case;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the kit for publishers is the {@link ContractTable}, and that it can be read
 * without this module.
 */
class ContractKitUnitTests {

	@Test
	void kitIsTheTable() {
		GeneratedFile.assertCurrent(GeneratedFile.RESOURCES.resolve(ContractKit.FILE), ContractKit.generate());
	}

	@Test
	void casesReadFromTheKitAreTheRowsOfTheTable() {
		List<Case> expected = ContractKit.rows()
			.map((row) -> new Case(row.type().name(), row.name(), row.payload(), row.codecAccepts(), row.violations(),
					row.schemaAccepts(), row.codecAccepts() ? ContractKit.hash(row.payload(), row.type()) : ""))
			.toList();
		assertThat(ContractKit.read(GoldenPayload.resource(ContractKit.FILE))).isEqualTo(expected);
	}

	@Test
	void onlyBodiesWithoutAFormInUtf8AreLeftOut() {
		List<String> left = ContractTable.rows().map((row) -> row.name()).distinct().collect(Collectors.toList());
		left.removeAll(ContractKit.rows().map((row) -> row.name()).toList());
		assertThat(left).containsExactly("id with a lone high surrogate, raw");
	}

	@Test
	void kitIsSmallAndAscii() {
		String kit = GoldenPayload.resource(ContractKit.FILE);
		assertThat(kit.length()).isLessThan(400_000);
		assertThat(kit.chars()).allMatch((character) -> character < 0x7F);
	}

}
