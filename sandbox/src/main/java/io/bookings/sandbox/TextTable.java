package io.bookings.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Formats a table for a terminal. A cell may have several lines.
 */
final class TextTable {

	private static final String GAP = "  ";

	private TextTable() {
	}

	/**
	 * @param rows the header, then the rows, all with the same number of cells
	 */
	static String format(List<List<String>> rows) {
		int[] widths = IntStream.range(0, rows.getFirst().size())
			.map((column) -> rows.stream()
				.flatMap((row) -> row.get(column).lines())
				.mapToInt(String::length)
				.max()
				.orElse(0))
			.toArray();
		String rule = Arrays.stream(widths).mapToObj("-"::repeat).collect(Collectors.joining(GAP));
		return IntStream.range(0, rows.size())
			.mapToObj((row) -> lines(rows.get(row), widths) + ((row == 0) ? System.lineSeparator() + rule : ""))
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static String lines(List<String> row, int[] widths) {
		List<List<String>> cells = row.stream().map((cell) -> cell.lines().toList()).toList();
		int height = cells.stream().mapToInt(List::size).max().orElse(0);
		return IntStream.range(0, height)
			.mapToObj((line) -> line(cells.stream().map((cell) -> (line < cell.size()) ? cell.get(line) : "").toList(),
					widths))
			.collect(Collectors.joining(System.lineSeparator()));
	}

	private static String line(List<String> cells, int[] widths) {
		return IntStream.range(0, widths.length)
			.mapToObj((column) -> cells.get(column) + " ".repeat(widths[column] - cells.get(column).length()))
			.collect(Collectors.joining(GAP))
			.stripTrailing();
	}

}
