package io.bookings.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.deadletter.DeadLetters;
import io.bookings.consumer.deadletter.LetterFilter;
import io.bookings.consumer.deadletter.LetterState;
import io.bookings.consumer.deadletter.Reasoned;
import io.bookings.events.BookingCreated;
import io.bookings.sandbox.SandboxService;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The application, running inside this JVM on a free port, and what can be seen of it
 * from outside.
 */
final class RunningConsumer implements AutoCloseable {

	private static final String PASSWORD = "of-the-operator";

	private final ConfigurableApplicationContext context;

	private final HttpClient http = HttpClient.newHttpClient();

	private RunningConsumer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	static RunningConsumer start(SandboxService service, String... settings) {
		List<String> all = new ArrayList<>(List.of("--server.port=0", "--spring.security.user.password=" + PASSWORD,
				"--spring.cloud.aws.sqs.listener.poll-timeout=1s", "--spring.jpa.hibernate.ddl-auto=validate"));
		all.addAll(List.of(settings));
		return new RunningConsumer(SpringApplication.run(ProviderConsumerApplication.class,
				service.arguments(all.toArray(String[]::new))));
	}

	Response get(String path) {
		return send(request(path));
	}

	Response getWithCredentials(String path) {
		return send(withCredentials(path));
	}

	Response put(String path, String json) {
		return send(withCredentials(path).header("Content-Type", "application/json")
			.PUT(HttpRequest.BodyPublishers.ofString(json)));
	}

	/**
	 * Redrives all open dead letters.
	 */
	void redriveAll() {
		DeadLetters letters = this.context.getBean(DeadLetters.class);
		letters.redrive(letters.ids(LetterFilter.in(LetterState.OPEN)), new Reasoned("olga", "a test"), 50, false);
	}

	private HttpRequest.Builder withCredentials(String path) {
		String credentials = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
		return request(path).header("Authorization", "Basic " + credentials);
	}

	private HttpRequest.Builder request(String path) {
		String port = this.context.getEnvironment().getRequiredProperty("local.server.port");
		return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
	}

	private Response send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	int liveness() {
		return get("/actuator/health/liveness").status();
	}

	int readiness() {
		return get("/actuator/health/readiness").status();
	}

	/**
	 * The names of the beans of a type.
	 */
	<T> List<String> beansOf(Class<T> type) {
		return List.of(this.context.getBeanNamesForType(type));
	}

	/**
	 * What a health component tells, with its status among the details.
	 */
	Map<String, Object> health(String component) {
		Map<String, Object> health = get("/actuator/health/" + component).json();
		Map<String, Object> details = child(health, "details");
		details.put("status", health.get("status"));
		return details;
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> child(Map<String, Object> parent, String name) {
		return (Map<String, Object>) parent.get(name);
	}

	/**
	 * The guide's sample, byte for byte.
	 */
	static String sample() {
		try (InputStream sample = BookingCreated.class.getResourceAsStream("booking-created.json")) {
			return new String(sample.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static long rows(SandboxService service, String table) {
		return JdbcClient.create(service.dataSource()).sql("select count(*) from " + table).query(Long.class).single();
	}

	record Response(int status, String body) {

		Map<String, Object> json() {
			return JsonParserFactory.getJsonParser().parseMap(this.body);
		}

	}

}
