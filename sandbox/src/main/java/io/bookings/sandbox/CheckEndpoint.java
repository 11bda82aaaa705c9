package io.bookings.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.events.check.EventCheck;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The HTTP endpoint that checks a body against the contract, on 127.0.0.1:
 * {@code POST /check-event}. The status of the response is 200 for a valid body, and 422
 * for another.
 */
final class CheckEndpoint implements AutoCloseable {

	static final String PATH = "/check-event";

	/** The codec rejects a body of this size, so the rest needs not be read. */
	private static final int MAX_BYTES = 1_048_577;

	private static final JsonFactory JSON = new JsonFactory();

	private final HttpServer server;

	private CheckEndpoint(HttpServer server) {
		this.server = server;
	}

	/**
	 * Starts the endpoint.
	 * @param port the port, 0 for a free one
	 * @throws SandboxException if the port is taken
	 */
	static CheckEndpoint start(int port) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
			server.createContext(PATH, CheckEndpoint::answer);
			server.start();
			return new CheckEndpoint(server);
		}
		catch (IOException ex) {
			throw new SandboxException(
					"The endpoint %s cannot listen on port %d: %s".formatted(PATH, port, ex.getMessage()), ex);
		}
	}

	/**
	 * @return the URL of the endpoint
	 */
	String url() {
		return "http://localhost:" + this.server.getAddress().getPort() + PATH;
	}

	private static void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			if (!exchange.getRequestMethod().equals("POST")) {
				exchange.getResponseHeaders().set("Allow", "POST");
				exchange.sendResponseHeaders(405, -1);
				return;
			}
			EventCheck check = EventCheck.of(exchange.getRequestBody().readNBytes(MAX_BYTES), null);
			byte[] response = json(check).getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(check.isValid() ? 200 : 422, response.length);
			try (OutputStream out = exchange.getResponseBody()) {
				out.write(response);
			}
		}
	}

	private static String json(EventCheck check) {
		StringWriter text = new StringWriter();
		try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
			json.writeStartObject();
			json.writeBooleanProperty("valid", check.isValid());
			json.writeStringProperty("eventType", check.eventType());
			json.writeStringProperty("contentHash", check.contentHash());
			json.writeArrayPropertyStart("violations");
			check.violations().forEach((violation) -> {
				json.writeStartObject();
				json.writeStringProperty("path", violation.path());
				json.writeStringProperty("rule", violation.rule().name());
				json.writeStringProperty("description", violation.rule().description());
				json.writeEndObject();
			});
			json.writeEndArray();
			json.writeEndObject();
		}
		return text.append('\n').toString();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
