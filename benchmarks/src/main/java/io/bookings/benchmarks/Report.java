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

	private static final Map<String, ToDoubleFunction<Result>> COLUMNS = new LinkedHashMap<>();

	static {
		COLUMNS.put("messages/s", Result::rate);
		COLUMNS.put("CPU s/1,000", Result::cpu);
		COLUMNS.put("1st commit s", Result::firstCommit);
		COLUMNS.put("middle msg/s", Result::middleRate);
		COLUMNS.put("middle CPU", Result::middleCpu);
		COLUMNS.put("peak MiB", Result::memory);
		COLUMNS.put("commits/msg", Result::commits);
		COLUMNS.put("WAL B/msg", Result::wal);
	}

	private Report() {
	}

	/**
	 * Returns the medians as a table.
	 */
	static String toText(Map<String, List<Result>> results) {
		StringBuilder text = new StringBuilder("%n%-26s".formatted("medians"));
		COLUMNS.keySet().forEach((name) -> text.append("%14s".formatted(name)));
		results.forEach((name, rounds) -> {
			text.append("%n%-26s".formatted(name));
			COLUMNS.values().forEach((column) -> text.append("%,14.2f".formatted(median(rounds, column))));
		});
		return text.toString();
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
		double[] values = rounds.stream().mapToDouble(column).sorted().toArray();
		int middle = values.length / 2;
		return (values.length % 2 == 1) ? values[middle]
				: Arrays.stream(values, middle - 1, middle + 1).average().orElseThrow();
	}

}
