package io.bookings.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.bookings.sandbox.Ports;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus server with the alert rules of the repository. The program
 * {@code prometheus} must be on the {@code PATH}.
 */
final class Prometheus implements AutoCloseable {

	/** The interval is that of {@code observability/prometheus.yml}. */
	private static final String CONFIGURATION = """
			global:
			  scrape_interval: 15s
			  evaluation_interval: 15s
			rule_files: ['%s']
			scrape_configs:
			  - job_name: %s
			    metrics_path: /actuator/prometheus
			    static_configs:
			      - targets: ['127.0.0.1:%d']
			""";

	private static final JsonMapper json = new JsonMapper();

	private final Process process;

	private final int port;

	private final String service;

	private final HttpClient http = HttpClient.newHttpClient();

	private Prometheus(Process process, int port, String service) {
		this.process = process;
		this.port = port;
		this.service = service;
	}

	/**
	 * Starts to scrape one instance.
	 * @param rules the file with the alert rules
	 * @param service the name of the service and of the job
	 * @param instancePort the port of the instance
	 * @param output the directory for configuration, data and log
	 */
	static Prometheus start(Path rules, String service, int instancePort, Path output) throws IOException {
		Path directory = Files.createDirectories(output.resolve("prometheus"));
		Path configuration = Files.writeString(directory.resolve("prometheus.yml"),
				CONFIGURATION.formatted(rules, service, instancePort));
		int port = Ports.free();
		Process process = new ProcessBuilder("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("prometheus.log").toFile())
			.start();
		return new Prometheus(process, port, service);
	}

	/**
	 * Waits until the instance has been scraped.
	 */
	void awaitFirstScrape() throws InterruptedException {
		long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
		while (!isUp()) {
			if (System.nanoTime() > deadline || !this.process.isAlive()) {
				throw new IllegalStateException("Prometheus does not scrape " + this.service);
			}
			Thread.sleep(500);
		}
	}

	private boolean isUp() throws InterruptedException {
		try {
			JsonNode result = get("/api/v1/query?query=up").path("data").path("result");
			return result.valueStream().anyMatch((series) -> series.path("value").path(1).asString().equals("1"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Returns the names of the alerts that fire for the service.
	 */
	Set<String> firing() throws IOException, InterruptedException {
		Set<String> names = new TreeSet<>();
		for (JsonNode alert : get("/api/v1/alerts").path("data").path("alerts")) {
			JsonNode labels = alert.path("labels");
			boolean ours = List.of(labels.path("application").asString(""), labels.path("job").asString(""))
				.contains(this.service);
			if (ours && alert.path("state").asString().equals("firing")) {
				names.add(labels.path("alertname").asString());
			}
		}
		return names;
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:%d%s".formatted(this.port, path));
		HttpResponse<String> response = this.http.send(
				HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
				HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 200) { // 503 while it starts
			throw new IOException("Prometheus responds with HTTP " + response.statusCode());
		}
		return json.readTree(response.body());
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().join();
		this.http.shutdownNow();
	}

}
