package io.bookings.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.bookings.benchmarks.BenchmarkRunner.Case;
import io.bookings.benchmarks.Drain.Load;

/**
 * The consumers to measure.
 */
final class Candidates {

	/** With the fields of the event, almost as large as SQS allows. */
	private static final int LARGE = 1_048_000;

	private static final int TRAINING = 5000;

	private static final int WARM_UP = 40_000;

	private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

	private static final String BASELINE_THREADS = "10";

	private static final Map<String, String> STORING = Map.of("BOOKING_NOTIFICATION_ENABLED", "false");

	/** Prevents attempts to deliver, because deliveries are forbidden in this case. */
	private static final Map<String, String> SCHEDULING = Map.of("DB_SCHEDULER_POLLING_INTERVAL", "1h",
			"DB_SCHEDULER_IMMEDIATE_EXECUTION_ENABLED", "false");

	private static final Map<String, String> UNOBSERVED = Map.of("MANAGEMENT_METRICS_ENABLE_ALL", "false",
			"MANAGEMENT_OBSERVATIONS_ENABLE_ALL", "false");

	private final Path root;

	private final Path target;

	private final String java = ProcessHandle.current().info().command().orElse("java");

	private final URI collector;

	private final TlsEndpoint tls;

	/**
	 * @param root the directory of the repository
	 * @param collector the collector for the traces and metrics of traced services
	 * @param tls the endpoint of the SQS API for services that use TLS
	 */
	Candidates(Path root, URI collector, TlsEndpoint tls) {
		this.root = root;
		this.collector = collector;
		this.tls = tls;
		this.target = root.resolve("benchmarks/target");
	}

	/**
	 * All cases by their names.
	 * @param messages the number of messages in the queue
	 */
	Map<String, Case> cases(int messages) {
		Map<String, Case> cases = new LinkedHashMap<>();
		Candidate service = service("service", true, STORING);
		cases.put("baseline", new Case(baseline(), Load.of(messages)));
		cases.put("textbook", new Case(textbook(), Load.of(messages)));
		cases.put("service", new Case(service, Load.of(messages)));
		cases.put("service-without-aot", new Case(service("service-without-aot", false, STORING), Load.of(messages)));
		cases.put("service-with-c1", new Case(service("service-with-c1", true, STORING, C1_ONLY), Load.of(messages)));
		cases.put("service-over-tls", new Case(overTls("service-over-tls"), Load.of(messages)));
		cases.put("service-over-tls-with-c1",
				new Case(overTls("service-over-tls-with-c1", C1_ONLY), Load.of(messages)));
		cases.put("service-notifying", new Case(service("service-notifying", true, Map.of()), Load.of(messages)));
		cases.put("service-scheduling", new Case(service("service-scheduling", true, SCHEDULING),
				new Load(messages, messages, false, true, 0)));
		cases.put("service-traced",
				new Case(storing("service-traced", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", this.collector.toString())),
						Load.of(messages)));
		cases.put("service-unobserved", new Case(storing("service-unobserved", UNOBSERVED), Load.of(messages)));
		cases.put("service-20-percent-duplicates",
				new Case(service, new Load(messages - messages / 5, messages, false, false, 0)));
		cases.put("service-all-duplicates", new Case(service, new Load(messages, messages, true, false, 0)));
		cases.put("service-large", new Case(service, new Load(messages / 50, messages / 50, false, false, LARGE)));
		return cases;
	}

	/**
	 * Creates the AOT cache of the baseline consumer. {@code benchmarks/run} creates that
	 * of the service. A cache is valid only for the jars that it was created from.
	 */
	void train(Drain drain) throws IOException, InterruptedException, SQLException {
		if (!Files.exists(baselineCache())
				|| Files.getLastModifiedTime(baselineCache()).compareTo(Files.getLastModifiedTime(jar())) < 0) {
			Files.deleteIfExists(baselineCache());
			drain.run(baseline("baseline-in-training", "-XX:AOTCacheOutput=" + baselineCache()), Load.of(TRAINING));
		}
	}

	/**
	 * Warms up the servers, so that their compilers and caches do not slow down the first
	 * candidate.
	 */
	void warmUp(Drain drain) throws IOException, InterruptedException, SQLException {
		drain.run(baseline(), Load.of(WARM_UP));
	}

	private Path baselineCache() {
		return this.target.resolve("baseline.aot");
	}

	private Candidate storing(String name, Map<String, String> more, String... options) {
		Map<String, String> environment = new HashMap<>(STORING);
		environment.putAll(more);
		return service(name, true, environment, options);
	}

	private Candidate overTls(String name, String... options) {
		return storing(name, Map.of("SPRING_CLOUD_AWS_SQS_ENDPOINT", this.tls.url().toString()),
				Stream.concat(this.tls.trust().stream(), Stream.of(options)).toArray(String[]::new));
	}

	/**
	 * Returns the service as in its image, with the memory of its container.
	 */
	private Candidate service(String name, boolean aot, Map<String, String> environment, String... options) {
		List<String> command = new ArrayList<>(
				List.of(this.java, "@" + this.root.resolve("docker/jvm.options"), "-XX:MaxRAM=384m"));
		command.addAll(List.of(options));
		if (aot) {
			command.add("-XX:AOTMode=on"); // The JVM exits if it cannot use the cache.
			command.add("-XX:AOTCache=" + this.target.resolve("provider-consumer/service.aot"));
		}
		command.addAll(List.of("-jar", this.target.resolve("provider-consumer/service.jar").toString()));
		return new Candidate(name, command, environment);
	}

	private Candidate baseline() {
		return baseline("baseline", "-XX:AOTMode=on", "-XX:AOTCache=" + baselineCache());
	}

	private Candidate baseline(String name, String... aot) {
		List<String> command = new ArrayList<>(
				List.of(this.java, "-XX:+UseSerialGC", "-Xmx64m", C1_ONLY, "-XX:Tier3InvocationThreshold=20",
						"-XX:Tier3MinInvocationThreshold=10", "-XX:Tier3CompileThreshold=200"));
		command.addAll(List.of(aot));
		command.addAll(List.of("-Dlogback.configurationFile=" + this.root.resolve("benchmarks/quiet-logback.xml"),
				"-cp", classPath(), BaselineConsumer.class.getName(), BASELINE_THREADS));
		return new Candidate(name, command, Map.of());
	}

	/** Uses all defaults. */
	private Candidate textbook() {
		return new Candidate("textbook",
				List.of(this.java, "-cp", classPath(), "io.bookings.benchmarks.textbook.TextbookConsumer"),
				Map.of("SPRING_JPA_HIBERNATE_DDL_AUTO", "update"));
	}

	private Path jar() {
		return this.target.resolve("benchmarks.jar");
	}

	private String classPath() {
		return jar() + ":" + this.target.resolve("lib") + "/*";
	}

}
