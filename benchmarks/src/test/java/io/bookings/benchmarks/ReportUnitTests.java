package io.bookings.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.bookings.benchmarks.Drain.Result;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportUnitTests {

	@Test
	void comparesEachConsumerWithTheReferenceOfItsTransport() {
		Map<String, List<Result>> results = new LinkedHashMap<>();
		results.put("sqs-consumer", rounds(0.1, 0.2, 0.4));
		results.put("service", rounds(0.2, 0.3, 0.2));
		results.put("sqs-consumer-over-tls", rounds(0.5, 0.5, 0.5));
		results.put("service-over-tls", rounds(0.5, 0.25, 1));
		assertThat(Report.toMarkdown(results)).contains("3 interleaved rounds of 2,000 messages",
				"| sqs-consumer | 0.200 |", "| service | 0.200 (1.50) |", "| sqs-consumer-over-tls | 0.500 |",
				"| service-over-tls | 0.500 (1.00) |", "| service | 0.200–0.300 (0.50–2.00) |");
	}

	@Test
	void comparesWithTheBaselineIfTheReferenceWasNotMeasured() {
		Map<String, List<Result>> results = new LinkedHashMap<>();
		results.put("baseline", rounds(0.1));
		results.put("service", rounds(0.3));
		assertThat(Report.toMarkdown(results)).contains("| baseline | 0.100 |", "| service | 0.300 (3.00) |");
	}

	@Test
	void judgesTwoBuilds() {
		assertThat(Report.toMarkdown(rounds(0.10, 0.11, 0.12, 0.13, 0.14), rounds(0.20, 0.21, 0.22, 0.23, 0.24)))
			.contains("| CPU s per 1,000, second half | 0.120, 0.100–0.140 | 0.220, 0.200–0.240 | 1.83 | slower |",
					"| peak MiB | 100, 100–100 | 100, 100–100 | 1.00 | no difference |");
		assertThat(Report.toMarkdown(rounds(0.1), rounds(0.2))).contains("| 2.00 | too few rounds |");
	}

	private static List<Result> rounds(double... warmCpu) {
		return Arrays.stream(warmCpu)
			.mapToObj((cpu) -> new Result(2000, 1, 1, 1000, 1, 1000, 1, cpu, 100, 0.1, 800))
			.toList();
	}

}
