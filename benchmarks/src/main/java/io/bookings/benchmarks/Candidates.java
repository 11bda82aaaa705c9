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

import io.bookings.benchmarks.BenchmarkRunner.Case;
import io.bookings.benchmarks.Drain.Load;
import io.bookings.benchmarks.batchlistener.BatchListenerConsumer;

/**
 * The consumers to measure.
 */
final class Candidates {

	/** With the fields of the event, almost as large as SQS allows. */
	private static final int LARGE = 1_048_000;

	private static final int TRAINING = 5000;

	private static final int WARM_UP = 40_000;

	private static final String C1_ONLY = "-XX:TieredStopAtLevel=1";

	private static final String TEXTBOOK = "textbook";

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
		Load load = Load.of(messages);
		Candidate service = service("service", STORING);
		for (Candidate peer : peers(service)) {
			add(cases, peer, load);
		}
		add(cases, service("service-without-aot", STORING, List.of()), load);
		Candidate withC1 = service("service-with-c1", STORING, C1_ONLY);
		add(cases, withC1, load);
		add(cases, overTls(withC1), load);
		add(cases, service("service-notifying", Map.of()), load);
		add(cases, service("service-scheduling", SCHEDULING), new Load(messages, messages, false, true, 0));
		add(cases, storing("service-traced", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", this.collector.toString())), load);
		add(cases, storing("service-unobserved", UNOBSERVED), load);
		cases.put("service-20-percent-duplicates",
				new Case(service, new Load(messages - messages / 5, messages, false, false, 0)));
		cases.put("service-all-duplicates", new Case(service, new Load(messages, messages, true, false, 0)));
		cases.put("service-large", new Case(service, new Load(messages / 50, messages / 50, false, false, LARGE)));
		return cases;
	}

	/**
	 * The service and the consumers to compare it with, each without and over TLS, except
	 * the textbook consumer.
	 */
	List<String> peers() {
		return peers(service("service", STORING)).stream()
			.map(Candidate::name)
			.filter((name) -> !name.startsWith(TEXTBOOK))
			.toList();
	}

	private List<Candidate> peers(Candidate service) {
		List<Candidate> peers = new ArrayList<>(List.of(baseline(), batchListener(), textbook(), service));
		if (Files.exists(sqsConsumer().resolve("node_modules/sqs-consumer"))) {
			peers.add(1,
					new Candidate(Report.REFERENCE, List.of("node", sqsConsumer().resolve("consumer.mjs").toString()),
							Map.of("NODE_ENV", "production")));
		}
		peers.addAll(peers.stream().map(this::overTls).toList());
		return peers;
	}

	private static void add(Map<String, Case> cases, Candidate candidate, Load load) {
		cases.put(candidate.name(), new Case(candidate, load));
	}

	/**
	 * Creates the AOT caches of the baseline and of the batch listener.
	 * {@code benchmarks/run} creates that of the service. A cache is valid only for the
	 * jars that it was created from.
	 */
	void train(Drain drain) throws IOException, InterruptedException, SQLException {
		if (isOutdated(baselineCache())) {
			drain.run(baseline("baseline-in-training", List.of("-XX:AOTCacheOutput=" + baselineCache())),
					Load.of(TRAINING));
		}
		if (isOutdated(batchListenerCache())) {
			drain.run(batchListener("batch-listener-in-training",
					List.of(C1_ONLY, "-XX:AOTCacheOutput=" + batchListenerCache())), Load.of(TRAINING));
		}
	}

	private boolean isOutdated(Path cache) throws IOException {
		boolean outdated = !Files.exists(cache) || isOlder(cache, jar()) || isOlder(cache, batchListenerOptions());
		if (outdated) {
			Files.deleteIfExists(cache);
		}
		return outdated;
	}

	private static boolean isOlder(Path file, Path other) throws IOException {
		return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) < 0;
	}

	/**
	 * Warms up the servers, so that their compilers and caches do not slow down the first
	 * candidate.
	 */
	void warmUp(Drain drain) throws IOException, InterruptedException, SQLException {
		drain.run(baseline(), Load.of(WARM_UP));
	}

	private Path sqsConsumer() {
		return this.target.resolve("sqs-consumer");
	}

	private Path batchListenerOptions() {
		return this.root.resolve("benchmarks/batch-listener.options");
	}

	private Path batchListenerCache() {
		return this.target.resolve("batch-listener.aot");
	}

	private Path baselineCache() {
		return this.target.resolve("baseline.aot");
	}

	private Candidate storing(String name, Map<String, String> more, String... options) {
		Map<String, String> environment = new HashMap<>(STORING);
		environment.putAll(more);
		return service(name, environment, options);
	}

	private Candidate overTls(Candidate candidate) {
		Map<String, String> environment = new HashMap<>(candidate.environment());
		environment.putAll(this.tls.environment());
		return new Candidate(candidate.name() + Report.OVER_TLS, candidate.command(), environment);
	}

	/**
	 * Returns the service as in its image, with its AOT cache and the memory of its
	 * container.
	 */
	private Candidate service(String name, Map<String, String> environment, String... options) {
		return service(name, environment, aotCache(this.target.resolve("provider-consumer/service.aot")), options);
	}

	private Candidate service(String name, Map<String, String> environment, List<String> aot, String... options) {
		List<String> command = new ArrayList<>(List.of(this.java, "@" + this.root.resolve("docker/jvm.options"),
				"-XX:MaxRAM=512m", "-Djava.library.path=" + this.target.resolve("provider-consumer/lib")));
		command.addAll(aot);
		command.addAll(List.of(options));
		command.addAll(List.of("-jar", this.target.resolve("provider-consumer/service.jar").toString()));
		return new Candidate(name, command, environment);
	}

	/** The JVM exits if it cannot use the cache. */
	private static List<String> aotCache(Path cache) {
		return List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache);
	}

	private Candidate batchListener() {
		return batchListener("batch-listener", aotCache(batchListenerCache()));
	}

	private Candidate batchListener(String name, List<String> aot) {
		List<String> command = new ArrayList<>(List.of(this.java, "@" + batchListenerOptions()));
		command.addAll(aot);
		command.addAll(List.of("-cp", classPath(), BatchListenerConsumer.class.getName()));
		return new Candidate(name, command, Map.of());
	}

	private Candidate baseline() {
		return baseline("baseline", aotCache(baselineCache()));
	}

	private Candidate baseline(String name, List<String> aot) {
		List<String> command = new ArrayList<>(
				List.of(this.java, "-XX:+UseSerialGC", "-Xmx64m", C1_ONLY, "-XX:Tier3InvocationThreshold=20",
						"-XX:Tier3MinInvocationThreshold=10", "-XX:Tier3CompileThreshold=200"));
		command.addAll(aot);
		command.addAll(List.of("-Dlogback.configurationFile=" + this.root.resolve("benchmarks/quiet-logback.xml"),
				"-cp", classPath(), BaselineConsumer.class.getName(), BASELINE_THREADS));
		return new Candidate(name, command, Map.of());
	}

	/** Uses all defaults. */
	private Candidate textbook() {
		return new Candidate(TEXTBOOK,
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
