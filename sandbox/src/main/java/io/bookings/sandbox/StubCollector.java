package io.bookings.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;

/**
 * An OpenTelemetry collector that accepts exports over OTLP/HTTP and discards them.
 */
public final class StubCollector implements AutoCloseable {

	private final HttpServer server;

	private StubCollector(HttpServer server) {
		this.server = server;
	}

	/**
	 * Starts it on a free port.
	 * @return the collector, to be closed
	 * @throws IOException if it cannot listen
	 */
	public static StubCollector start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/", (exchange) -> {
			try (exchange) {
				exchange.getRequestBody().readAllBytes();
				exchange.sendResponseHeaders(200, -1);
			}
		});
		server.start();
		return new StubCollector(server);
	}

	/**
	 * Returns the value for {@code OTEL_EXPORTER_OTLP_ENDPOINT}.
	 * @return the URL, without a path
	 */
	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
