package io.bookings.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.bookings.benchmarks.Drain.Result;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Formats the results of all rounds.
 */
final class Report {

	/** The consumer that the others are compared with, if it was measured. */
	static final String REFERENCE = "sqs-consumer";

	private static final String SECOND_REFERENCE = "baseline";

	/** The end of the name of a consumer that uses TLS. */
	static final String OVER_TLS = "-over-tls";

	private static final List<Column> COLUMNS = List.of(
			new Column("CPU s per 1,000, second half", Result::warmCpu, "%.3f", "slower", "faster"),
			new Column("CPU s per 1,000, start included", Result::cpu, "%.3f", "slower", "faster"),
			new Column("messages/s, middle", Result::middleRate, "%,.0f", "faster", "slower"),
			new Column("messages/s, start included", Result::rate, "%,.0f", "faster", "slower"),
			new Column("first commit, s", Result::firstCommit, "%.2f", "slower", "faster"),
			new Column("CPU s until first commit", Result::firstCommitCpu, "%.2f", "slower", "faster"),
			new Column("peak MiB", Result::memory, "%,.0f", "more memory", "less memory"));

	private Report() {
	}

	/**
	 * Returns two tables in Markdown: the medians, and the smallest and the largest
	 * value. Both compare each consumer with the reference: the ratio of each round.
	 */
	static String toMarkdown(Map<String, List<Result>> results) {
		StringBuilder text = new StringBuilder();
		int rounds = results.values().stream().mapToInt(List::size).min().orElse(0);
		int messages = results.values().stream().mapToInt((each) -> each.getFirst().messages()).max().orElse(0);
		text.append("Medians of %d interleaved rounds of %,d messages. ".formatted(rounds, messages));
		text.append("In parentheses: the median of the ratios of the rounds to %s.%n%n"
			.formatted(referenceOf("", results)));
		table(text, results, Report::medians);
		text.append("%nSmallest and largest of these rounds, and of the ratios.%n%n".formatted());
		table(text, results, Report::ranges);
		return text.toString();
	}

	private static void table(StringBuilder text, Map<String, List<Result>> results, Cell cell) {
		text.append("| |");
		COLUMNS.forEach((column) -> text.append(" %s |".formatted(column.title())));
		text.append("%n|---|%s%n".formatted("---|".repeat(COLUMNS.size())));
		results.forEach((name, rounds) -> {
			String reference = referenceOf(name, results);
			List<Result> others = name.equals(reference) ? List.of() : results.getOrDefault(reference, List.of());
			text.append("| %s |".formatted(name));
			for (Column column : COLUMNS) {
				double[] values = values(rounds, column.value());
				double[] ratios = new double[Math.min(values.length, others.size())];
				for (int i = 0; i < ratios.length; i++) {
					ratios[i] = values[i] / column.value().applyAsDouble(others.get(i));
				}
				text.append(" %s |".formatted(cell.of(column.format(), values, ratios)));
			}
			text.append("%n".formatted());
		});
	}

	/**
	 * Compares two builds in a table in Markdown.
	 */
	static String toMarkdown(List<Result> before, List<Result> after) {
		StringBuilder text = new StringBuilder(
				"""
						Medians of %d rounds, with the smallest and the largest. A verdict needs a one-sided Mann-Whitney test with
						p < %.2f: chance alone causes so clear an order of the rounds in fewer than one of 100 runs.

						| | before | after | ratio | |
						|---|---|---|---|---|
						"""
					.formatted(before.size(), Comparison.LEVEL));
		for (Column column : COLUMNS) {
			double[] first = values(before, column.value());
			double[] second = values(after, column.value());
			text.append("| %s | %s, %s | %s, %s | %.2f | %s |%n".formatted(column.title(),
					column.format().formatted(median(first)), range(column.format(), first),
					column.format().formatted(median(second)), range(column.format(), second),
					median(second) / median(first), verdict(new Comparison(first, second), column)));
		}
		return text.toString();
	}

	private static String verdict(Comparison comparison, Column column) {
		if (comparison.before().length < Comparison.LEAST_VALUES) {
			return "too few rounds";
		}
		return comparison.isLarger() ? column.larger() : comparison.isSmaller() ? column.smaller() : "no difference";
	}

	private static String medians(String format, double[] values, double[] ratios) {
		String median = format.formatted(median(values));
		return (ratios.length == 0) ? median : "%s (%.2f)".formatted(median, median(ratios));
	}

	private static String ranges(String format, double[] values, double[] ratios) {
		String range = range(format, values);
		return (ratios.length == 0) ? range : "%s (%s)".formatted(range, range("%.2f", ratios));
	}

	private static String range(String format, double[] values) {
		return (format + "–" + format).formatted(Arrays.stream(values).min().orElse(Double.NaN),
				Arrays.stream(values).max().orElse(Double.NaN));
	}

	private static String referenceOf(String name, Map<String, List<Result>> results) {
		String suffix = name.endsWith(OVER_TLS) ? OVER_TLS : "";
		return results.containsKey(REFERENCE + suffix) ? REFERENCE + suffix : SECOND_REFERENCE + suffix;
	}

	/**
	 * Returns all results and the machine as JSON.
	 */
	static String toJson(Map<String, ?> results) {
		Map<String, Object> machine = new LinkedHashMap<>();
		machine.put("processors", Runtime.getRuntime().availableProcessors());
		machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
		machine.put("java", System.getProperty("java.runtime.version"));
		Map<String, Object> report = new LinkedHashMap<>();
		report.put("machine", machine);
		report.put("results", results);
		return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(report);
	}

	static <T> double median(List<T> rounds, ToDoubleFunction<T> column) {
		return median(values(rounds, column));
	}

	private static double median(double[] values) {
		double[] sorted = Arrays.stream(values).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle]
				: Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(Double.NaN);
	}

	private static <T> double[] values(List<T> rounds, ToDoubleFunction<T> column) {
		return rounds.stream().mapToDouble(column).toArray();
	}

	/**
	 * A column of the tables.
	 *
	 * @param larger the verdict on a larger value
	 * @param smaller the verdict on a smaller value
	 */
	private record Column(String title, ToDoubleFunction<Result> value, String format, String larger, String smaller) {
	}

	/**
	 * Formats the rounds of a consumer, and their ratios to the reference, which are
	 * empty for the reference itself.
	 */
	private interface Cell {

		String of(String format, double[] values, double[] ratios);

	}

}
