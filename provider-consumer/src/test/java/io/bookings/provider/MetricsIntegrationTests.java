package io.bookings.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bookings.consumer.notification.Contact;
import io.bookings.consumer.notification.Contacts;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What Prometheus is shown by a service that has done a bit of everything, against
 * {@code docs/metrics.md}.
 */
class MetricsIntegrationTests {

	private static final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private static RunningConsumer consumer;

	private static List<Sample> scrape;

	@BeforeAll
	static void doABitOfEverything() {
		consumer = RunningConsumer.start(service, "--booking.consumer.inspection-interval=1s",
				"--booking.notification.receipt.queue-url=" + service.eventQueueUrl(),
				"--booking.notification.webhook.url=http://127.0.0.1:1/",
				"--booking.notification.webhook.secret=whsec_" + "x".repeat(32),
				"--booking.notification.sms.enabled=true", "--spring.cloud.aws.sns.endpoint=http://127.0.0.1:1");
		new Contacts(JdbcClient.create(service.dataSource()), "provider_contact", "provider_id").put("provider-789",
				new Contact("Anna", "anna@example.com", "+491701234567", Locale.GERMANY, ZoneId.of("Europe/Berlin"),
						List.of("email", "webhook")));
		String sample = RunningConsumer.sample().replace("2025-02-19T1", "2099-02-19T1");
		service.send(sample);
		await().atMost(Duration.ofSeconds(30))
			.until(() -> RunningConsumer.rows(service, "notification where status = 'SENT'") == 1);
		service.send(sample);
		service.send(sample.replace("user-456", "another-user"));
		service.send("not a booking");
		await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			scrape = scrape();
			assertThat(value("booking_messages_total", "outcome", "processed")).isEqualTo(1);
			assertThat(value("booking_messages_total", "outcome", "duplicate")).isEqualTo(1);
			assertThat(value("booking_dead_letters_total", "reason", "conflict", "result", "sent")).isEqualTo(1);
			assertThat(value("booking_dead_letters_total", "reason", "rejected", "result", "sent")).isEqualTo(1);
			assertThat(value("booking_dead_letter_queue_messages")).isEqualTo(2);
			assertThat(value("booking_in_flight")).isZero();
			assertThat(value("booking_processing_seconds_count")).isEqualTo(4);
			assertThat(value("booking_queue_messages", "state", "visible")).isZero();
			assertThat(value("booking_notification_channel_paused", "channel", "webhook")).isEqualTo(1);
			assertThat(value("booking_notification_channel_waiting", "channel", "webhook")).isEqualTo(1);
		});
	}

	@AfterAll
	static void stop() {
		consumer.close();
	}

	@Test
	void everyMetricIsDocumentedAndEveryDocumentedOneIsThere() {
		assertThat(byName(scrape.stream()).keySet()).isEqualTo(documented().keySet());
	}

	@Test
	void eachMetricIsOfTheDocumentedTypeAndHasTheDocumentedTagsAndNoOtherValues() {
		Map<String, Metric> expected = new TreeMap<>(documented());
		assertThat(byName(scrape.stream())).isEqualTo(expected);
	}

	@Test
	void whatHappenedIsCountedAndTimed() {
		assertThat(value("booking_dwell_seconds_count")).isEqualTo(1);
		assertThat(value("booking_latency_seconds_count")).isEqualTo(1);
		assertThat(value("booking_processing_seconds_count")).isEqualTo(4);
		assertThat(value("booking_batch_size_sum")).isEqualTo(4);
		assertThat(value("booking_polls_total", "result", "messages")).isPositive();
		assertThat(value("booking_queue_messages", "state", "visible")).isZero();
		assertThat(value("booking_notifications_total", "channel", "email", "status", "sent")).isEqualTo(1);
		assertThat(value("booking_notification_delivery_seconds_count", "channel", "email")).isEqualTo(1);
		assertThat(value("booking_task_seconds_count", "task", "purge-notifications", "result", "done")).isEqualTo(1);
	}

	@Test
	void nothingIsExportedWhereNothingIsConfigured() {
		assertThat(consumer.beansOf(MeterRegistry.class)).containsExactly("prometheusMeterRegistry");
		assertThat(consumer.beansOf(Tracer.class)).containsExactly("noTracer");
	}

	private static List<Sample> scrape() {
		return Pattern.compile("^(booking_\\w+)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE)
			.matcher(consumer.get("/actuator/prometheus").body())
			.results()
			.map(Sample::of)
			.toList();
	}

	private static double value(String name, String... tags) {
		Map<String, String> wanted = new TreeMap<>(Map.of("application", "provider-consumer"));
		for (int i = 0; i < tags.length; i += 2) {
			wanted.put(tags[i], tags[i + 1]);
		}
		return scrape.stream()
			.filter((sample) -> sample.name().equals(name) && sample.tags().equals(wanted))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No series %s %s".formatted(name, wanted)))
			.value();
	}

	private static Map<String, Metric> byName(Stream<Sample> samples) {
		return samples.collect(Collectors.groupingBy(Sample::metric, TreeMap::new,
				Collectors.collectingAndThen(Collectors.toList(), Metric::of)));
	}

	/**
	 * The rows of the tables whose first cell is a metric's name, except those of
	 * user-consumer.
	 */
	private static Map<String, Metric> documented() {
		try (Stream<String> lines = Files.lines(Path.of("..", "docs", "metrics.md"))) {
			return lines.takeWhile((line) -> !line.equals("## user-consumer only"))
				.filter((line) -> line.matches("\\| `booking_\\w+` \\| \\w+ \\|.*"))
				.map((line) -> line.split("\\|"))
				.collect(Collectors.toMap((cells) -> cells[1].strip().replace("`", ""), Metric::documented,
						(first, second) -> first, TreeMap::new));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A metric as a whole.
	 *
	 * @param tags the values of each tag
	 */
	private record Metric(Set<String> suffixes, Map<String, Set<String>> tags) {

		private static final Map<String, Set<String>> SUFFIXES = Map.of("counter", Set.of(""), "gauge", Set.of(""),
				"summary", Set.of("_count", "_sum", "_max"), "histogram", Set.of("_bucket", "_count", "_sum", "_max"));

		static Metric of(List<Sample> samples) {
			Map<String, Set<String>> tags = new TreeMap<>();
			for (Sample sample : samples) {
				sample.tags().forEach((name, value) -> tags.computeIfAbsent(name, (key) -> new TreeSet<>()).add(value));
			}
			tags.remove("le");
			assertThat(tags.remove("application")).containsExactly("provider-consumer");
			return new Metric(samples.stream().map(Sample::suffix).collect(Collectors.toSet()), tags);
		}

		static Metric documented(String[] cells) {
			Map<String, Set<String>> tags = new TreeMap<>();
			for (String tag : cells[4].split(";")) {
				List<String> words = Pattern.compile("`([^`]+)`")
					.matcher(tag)
					.results()
					.map((word) -> word.group(1))
					.toList();
				if (!words.isEmpty()) {
					tags.put(words.getFirst(), new TreeSet<>(words.subList(1, words.size())));
				}
			}
			return new Metric(SUFFIXES.get(cells[2].strip()), tags);
		}

	}

	/**
	 * A line of a scrape.
	 */
	private record Sample(String name, Map<String, String> tags, double value) {

		private static final Pattern SUFFIX = Pattern.compile("_(bucket|count|sum|max)$");

		static Sample of(MatchResult line) {
			Map<String, String> tags = new TreeMap<>();
			if (line.group(2) != null) {
				Arrays.stream(line.group(2).split("(?<=\"),"))
					.map((tag) -> tag.split("=", 2))
					.forEach((tag) -> tags.put(tag[0], tag[1].replace("\"", "")));
			}
			return new Sample(line.group(1), tags, Double.parseDouble(line.group(3).replace("+Inf", "Infinity")));
		}

		String metric() {
			return SUFFIX.matcher(this.name).replaceFirst("");
		}

		String suffix() {
			return this.name.substring(metric().length());
		}

	}

}
