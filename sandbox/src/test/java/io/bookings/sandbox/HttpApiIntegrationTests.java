package io.bookings.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HttpApiIntegrationTests {

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private final HttpApi api;

	private int status = 201;

	HttpApiIntegrationTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.api = new HttpApi(URI.create("http://localhost:" + this.server.getAddress().getPort()),
				new Credentials("Aladdin", "open sesame"));
	}

	@BeforeEach
	void start() {
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void aPutArrivesWithItsBodyAndCredentials() throws InterruptedException {
		this.api.put("/users/user-456/profile", "{}");
		assertThat(this.requests)
			.containsExactly("PUT /users/user-456/profile application/json Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ== {}");
	}

	@Test
	void aRejectedRequestIsReportedWithTheResponseOfTheService() {
		this.status = 400;
		assertThatExceptionOfType(SandboxException.class).isThrownBy(() -> this.api.put("/refused", "{}"))
			.withMessage("PUT %s/refused was answered with HTTP 400: answer", this.api.url());
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.requests.add("%s %s %s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
					exchange.getRequestHeaders().getFirst("Content-Type"),
					exchange.getRequestHeaders().getFirst("Authorization"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
			byte[] answer = "answer".getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, answer.length);
			exchange.getResponseBody().write(answer);
		}
	}

}
