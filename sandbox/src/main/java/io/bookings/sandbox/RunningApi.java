package io.bookings.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

/**
 * The HTTP API of a service that runs in this JVM on isolated queues and an isolated
 * database, for integration tests. Requests carry the credentials of the API.
 */
public final class RunningApi implements AutoCloseable {

	private static final String PASSWORD = "secret";

	private final SandboxService service;

	private final ConfigurableApplicationContext context;

	private final String url;

	private final RestTestClient client;

	private RunningApi(SandboxService service, ConfigurableApplicationContext context) {
		this.service = service;
		this.context = context;
		this.url = "http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port");
		this.client = RestTestClient.bindToServer()
			.baseUrl(this.url)
			.defaultHeaders((headers) -> headers.setBasicAuth("user", PASSWORD))
			.build();
	}

	/**
	 * Starts an application on the shared sandbox.
	 * @param application the application class
	 * @param kind the service that it implements
	 * @return the API, to be closed
	 */
	public static RunningApi start(Class<?> application, ServiceKind kind) {
		return start(application, Sandbox.shared().isolated(kind));
	}

	/**
	 * Starts an application on given queues and a given database.
	 * @param application the application class
	 * @param service the queues and the database
	 * @param settings further arguments, in the form {@code --name=value}
	 * @return the API, to be closed
	 */
	public static RunningApi start(Class<?> application, SandboxService service, String... settings) {
		String[] arguments = Stream
			.concat(Stream.of("--server.port=0", "--spring.security.user.password=" + PASSWORD), Stream.of(settings))
			.toArray(String[]::new);
		return new RunningApi(service,
				new SpringApplicationBuilder(application).properties(service.properties()).run(arguments));
	}

	/**
	 * @return the queues and the database of the service
	 */
	public SandboxService service() {
		return this.service;
	}

	/**
	 * @return the address of the service, without a path
	 */
	public String url() {
		return this.url;
	}

	/**
	 * @return the bean of a type
	 */
	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	/**
	 * @return the bean of a name and type
	 */
	public <T> T bean(String name, Class<T> type) {
		return this.context.getBean(name, type);
	}

	/**
	 * Sends a {@code GET} request.
	 * @param uri the path and the query, encoded
	 * @return the response
	 */
	public ResponseSpec get(String uri) {
		return this.client.get().uri(URI.create(this.url + uri)).exchange();
	}

	/**
	 * Sends a {@code GET} request without credentials.
	 * @param uri the path and the query, encoded
	 * @return the response
	 */
	public ResponseSpec getWithoutCredentials(String uri) {
		return this.client.mutate()
			.defaultHeaders((headers) -> headers.remove("Authorization"))
			.build()
			.get()
			.uri(URI.create(this.url + uri))
			.exchange();
	}

	/**
	 * Sends a {@code PUT} request.
	 * @param uri the path and the query, encoded
	 * @param json the body
	 * @return the response
	 */
	public ResponseSpec put(String uri, String json) {
		return this.client.put()
			.uri(URI.create(this.url + uri))
			.contentType(MediaType.APPLICATION_JSON)
			.body(json)
			.exchange();
	}

	/**
	 * Sends a POST request with a JSON document.
	 * @param uri the path and query
	 * @param json the document
	 * @return the response
	 */
	public ResponseSpec post(String uri, String json) {
		return this.client.post()
			.uri(URI.create(this.url + uri))
			.contentType(MediaType.APPLICATION_JSON)
			.body(json)
			.exchange();
	}

	/**
	 * Sends a {@code DELETE} request.
	 * @param uri the path and the query, encoded
	 * @return the response
	 */
	public ResponseSpec delete(String uri) {
		return this.client.delete().uri(URI.create(this.url + uri)).exchange();
	}

	/**
	 * The requests of {@code requests.http} to this service.
	 * @param host the variable of the file that names the service's host
	 * @return the requests, with the address and the credentials of this service
	 */
	public List<RequestFile.Request> requests(String host) {
		return RequestFile.read(Path.of("..", "requests.http"))
			.with(host, this.url)
			.with("username", "user")
			.with("password", PASSWORD)
			.requestsTo(host);
	}

	/**
	 * Returns the operations of the service's OpenAPI document.
	 * @return the methods, in lower case, by path
	 */
	public Map<String, Set<String>> operations() {
		OpenApi description = get("/v3/api-docs").expectBody(OpenApi.class).returnResult().getResponseBody();
		return Objects.requireNonNull(description)
			.paths()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (path) -> path.getValue().keySet()));
	}

	/**
	 * Asserts that a response is a problem detail (RFC 9457).
	 * @param response the response
	 * @param status its expected status
	 */
	public static void assertProblem(ResponseSpec response, HttpStatus status) {
		response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(status.value());
	}

	@Override
	public void close() {
		this.context.close();
	}

	private record OpenApi(Map<String, Map<String, Object>> paths) {
	}

}
