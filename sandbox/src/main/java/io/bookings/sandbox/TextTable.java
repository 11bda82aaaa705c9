package io.bookings.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines up cells for a terminal.
 */
final class TextTable {

	private static final String GAP = "  ";

	private TextTable() {
	}

	/**
	 * @param rows the header first, each with as many cells
	 */
	static String format(List<List<String>> rows) {
		int[] widths = IntStream.range(0, rows.getFirst().size())
			.map((column) -> rows.stream().mapToInt((row) -> row.get(column).length()).max().orElse(0))
			.toArray();
		String rule = Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP));
		return IntStream.range(0, rows.size())
			.mapToObj((row) -> line(rows.get(row), widths) + ((row == 0) ? System.lineSeparator() + rule : ""))
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static String line(List<String> cells, int[] widths) {
		return IntStream.range(0, widths.length)
			.mapToObj((column) -> cells.get(column) + " ".repeat(widths[column] - cells.get(column).length()))
			.collect(Collectors.joining(GAP))
			.stripTrailing();
	}

}
