package io.bookings.consumer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read at night must be true: the runbook, the alerts and the dashboard name
 * metrics that there are, and quote what the code says.
 */
class OperationsGuideUnitTests {

	private static final Path ROOT = Path.of("..");

	private static final String GUIDE = read("docs/operations.md");

	private static final String ALERTS = read("observability/alerts.yml");

	private static final String DASHBOARD = read("observability/grafana/dashboards/booking-consumers.json");

	private static final Path USER = ROOT.resolve("user-consumer/src/main/java/io/bookings/user");

	/** Of Prometheus itself and of the libraries. */
	private static final Pattern KNOWN_ELSEWHERE = Pattern
		.compile("(jvm|process|system|hikaricp|http_server|db_scheduler)_\\w+|up|ALERTS");

	private static final Pattern METRIC = Pattern.compile("\\b([a-zA-Z_]\\w*)\\{([^}]*)}");

	private static final Pattern OURS = Pattern.compile("\\bbooking_\\w+");

	/** Of labels that Prometheus adds. */
	private static final Set<String> TARGET_LABELS = Set.of("application", "instance", "job", "alertname", "alertstate",
			"area", "le");

	private final Map<String, String> documented = documentedMetrics();

	@Test
	void eachMetricIsDocumented() {
		Set<String> names = new HashSet<>();
		for (String text : List.of(GUIDE, ALERTS, String.join("\n", dashboardQueries()))) {
			OURS.matcher(text).results().map(MatchResult::group).forEach(names::add);
			METRIC.matcher(text)
				.results()
				.map((metric) -> metric.group(1))
				.filter((name) -> !KNOWN_ELSEWHERE.matcher(name).matches())
				.forEach(names::add);
		}
		names.removeAll(tablesAndColumns());
		assertThat(names).hasSizeGreaterThan(15).isSubsetOf(this.documented.keySet());
	}

	@Test
	void eachTagAndItsValuesAreDocumented() {
		for (String text : List.of(GUIDE, ALERTS, String.join("\n", dashboardQueries()))) {
			METRIC.matcher(text)
				.results()
				.filter((metric) -> this.documented.containsKey(metric.group(1)))
				.forEach((metric) -> {
					String row = String.valueOf(this.documented.get(metric.group(1)));
					Pattern.compile("(\\w+)[=!]~?\"([^\"]*)\"")
						.matcher(metric.group(2))
						.results()
						.filter((tag) -> !TARGET_LABELS.contains(tag.group(1)))
						.forEach((tag) -> assertThat(row).as(metric.group())
							.contains(Stream.concat(Stream.of(tag.group(1)), Stream.of(tag.group(2).split("\\|")))
								.map("`%s`"::formatted)
								.toList()));
				});
		}
	}

	@Test
	void eachAlertHasItsSection() {
		List<String> alerts = groups("- alert: (\\w+)", ALERTS);
		assertThat(groups("runbook_url: (.*)", ALERTS))
			.isEqualTo(alerts.stream().map((alert) -> "docs/operations.md#" + anchor(alert)).toList());
		assertThat(groups("(?m)^### (Booking[A-Z]\\w+)$", GUIDE)).containsExactlyInAnyOrderElementsOf(alerts);
	}

	@Test
	void eachAlertIsTested() {
		String tests = read("observability/alerts.test.yml");
		for (String alert : groups("- alert: (\\w+)", ALERTS)) {
			assertThat(tests).contains("alertname: " + alert + ", ", "alertname: " + alert + "\n");
		}
	}

	@Test
	void eachLinkLeadsToASection() {
		Set<String> anchors = groups("(?m)^#+ (.*)$", GUIDE).stream()
			.map(OperationsGuideUnitTests::anchor)
			.collect(Collectors.toSet());
		assertThat(anchors).containsAll(groups("\\]\\(#([^)]+)\\)", GUIDE));
	}

	@Test
	void whatIsQuotedIsSaidByTheCode() {
		String code = literals(sources(".java"));
		for (String quote : quotes()) {
			for (String part : quote.split("…")) {
				assertThat(code.contains(part.strip())).as("%s", quote).isTrue();
			}
		}
	}

	@Test
	void whatIsSaidOfNotificationsIsSaidByTheCode() {
		String section = GUIDE.substring(GUIDE.indexOf("## What a notification waits for"),
				GUIDE.indexOf("Put a contact"));
		String code = literals(sources(".java"));
		List<String> errors = groups("(?m)^\\| (`[^|]*`) \\|", section).stream()
			.flatMap((cell) -> groups("`([^`]*)`", cell).stream())
			.filter((error) -> !error.equals("last_error"))
			.toList();
		assertThat(errors).hasSizeGreaterThan(15);
		for (String error : errors) {
			for (String part : error.split("…")) {
				assertThat(code.contains(part.strip())).as("%s", error).isTrue();
			}
		}
	}

	@Test
	void eachIssueThatHealthReportsHasItsSection() {
		String quoted = String.join("\n", quotes());
		Path health = Path.of("src/main/java/io/bookings/consumer/health");
		List<String> sentences = Stream
			.of("SqsFailureExplainer.java", "MissingCredentials.java", "QueueRules.java", "QueueIssues.java")
			.flatMap((file) -> groups("\"([^\"]*)\"", joined(readFile(health.resolve(file)))).stream())
			.filter((text) -> text.chars().filter((c) -> c == ' ').count() >= 3)
			.filter((text) -> !text.equals("Unable to load credentials from any of the providers")
					&& !text.equals("there is no profile of this name") && !text.equals("there is no file ")
					&& !text.equals("AWS_ROLE_ARN is not set") && !text.startsWith("Signature ")
					&& !text.startsWith(", "))
			.toList();
		assertThat(sentences).hasSizeGreaterThan(8);
		for (String sentence : sentences) {
			for (String part : sentence.split("%[sd]")) {
				assertThat(quoted).as(sentence).contains(part.strip());
			}
		}
	}

	@Test
	void eachReasonAndRemedyOfTheBookingDirectoryHasItsSection() {
		String section = GUIDE.substring(GUIDE.indexOf("### The user of a booking is not known"),
				GUIDE.indexOf("### The service does not start"));
		List<String> sentences = Stream.of("DirectoryFailure.java", "DirectoryLookUp.java")
			.flatMap((file) -> groups("\"([^\"]*)\"", joined(readFile(USER.resolve(file)))).stream())
			.filter((text) -> text.chars().filter((c) -> c == ' ').count() >= 3)
			.toList();
		assertThat(sentences).hasSizeGreaterThan(12);
		sentences.forEach((sentence) -> assertThat(section).contains("> " + sentence.strip()));
	}

	@Test
	void eachDetailOfHealthIsExplained() {
		Path health = Path.of("src/main/java/io/bookings/consumer/health");
		Set<String> details = Stream
			.of(health.resolve("QueueHealthIndicator.java"), health.resolve("PollHealthIndicator.java"),
					USER.resolve("DirectoryHealthIndicator.java"))
			.flatMap((file) -> groups("withDetail\\(\"(\\w+)\"", readFile(file)).stream())
			.collect(Collectors.toSet());
		String section = GUIDE.substring(GUIDE.indexOf("### What health shows"), GUIDE.indexOf("`queue` is `DOWN`"));
		assertThat(groups("`(\\w+)`", section)).containsAll(details);
		details.addAll(Set.of("queue", "poll", "db", "directory", "polling", "running"));
		details.addAll(Set.of("notification", "email", "sms", "webhook", "working", "recovering"));
		assertThat(details).containsAll(groups("`([a-zA-Z]+)`", section));
	}

	@Test
	void eachPanelHasAQuery() {
		JsonNode dashboard = JsonMapper.shared().readTree(DASHBOARD);
		List<Integer> ids = new ArrayList<>();
		for (JsonNode panel : dashboard.path("panels")) {
			ids.add(panel.path("id").asInt());
			if (!panel.path("type").asString().equals("row")) {
				assertThat(panel.path("targets")).as(panel.path("title").asString())
					.isNotEmpty()
					.allMatch((target) -> target.path("expr").asString().contains("{"));
			}
		}
		assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
	}

	/**
	 * The names as Prometheus has them, each with the row of its table.
	 */
	private static Map<String, String> documentedMetrics() {
		Map<String, String> metrics = new HashMap<>();
		Pattern.compile("(?m)^\\| `(booking_\\w+)` \\| (\\w+) \\|.*$")
			.matcher(read("docs/metrics.md"))
			.results()
			.forEach((row) -> {
				List<String> suffixes = switch (row.group(2)) {
					case "histogram" -> List.of("_bucket", "_sum", "_count", "_max");
					case "summary" -> List.of("_sum", "_count", "_max");
					default -> List.of("");
				};
				suffixes.forEach((suffix) -> metrics.put(row.group(1) + suffix, row.group()));
			});
		return metrics;
	}

	private static List<String> dashboardQueries() {
		List<String> queries = new ArrayList<>(JsonMapper.shared().readTree(DASHBOARD).findValuesAsString("expr"));
		queries.addAll(JsonMapper.shared().readTree(DASHBOARD).findValuesAsString("definition"));
		return queries;
	}

	/**
	 * The names in the databases, some of which look like those of metrics.
	 */
	private static Set<String> tablesAndColumns() {
		return OURS.matcher(sources(".sql")).results().map(MatchResult::group).collect(Collectors.toSet());
	}

	/**
	 * The paragraphs behind a bar, each as one line.
	 */
	private static List<String> quotes() {
		List<String> quotes = groups("(?m)((?:^ *> .*\\n)+)", GUIDE).stream()
			.map((quote) -> quote.replaceAll("(?m)^ *> ", "").replace('\n', ' ').strip())
			.toList();
		assertThat(quotes).hasSizeGreaterThan(15);
		return quotes;
	}

	private static String sources(String suffix) {
		try (Stream<Path> modules = Files.list(ROOT)) {
			StringBuilder sources = new StringBuilder();
			for (Path main : modules.map((module) -> module.resolve("src/main")).filter(Files::isDirectory).toList()) {
				try (Stream<Path> files = Files.walk(main)) {
					files.filter((file) -> file.toString().endsWith(suffix))
						.forEach((file) -> sources.append(readFile(file)).append('\n'));
				}
			}
			return sources.toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The strings of the code, one in a line.
	 */
	private static String literals(String code) {
		return String.join("\n", groups("\"([^\"\\n]*)\"", joined(code)));
	}

	/**
	 * The code with the strings in one piece that it puts together.
	 */
	private static String joined(String code) {
		return code.replaceAll("\"(?:\\s*\\.formatted\\([^()]*(?:\\([^()]*\\)[^()]*)*\\))?\\s*\\+\\s*\"", "");
	}

	/**
	 * As GitHub makes it.
	 */
	private static String anchor(String heading) {
		return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
	}

	private static List<String> groups(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((match) -> match.group(1)).toList();
	}

	private static String read(String file) {
		return readFile(ROOT.resolve(file));
	}

	private static String readFile(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
