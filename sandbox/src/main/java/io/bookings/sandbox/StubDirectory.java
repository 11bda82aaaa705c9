package io.bookings.sandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A booking directory that knows every booking id: each booking is for the sample user,
 * tomorrow.
 */
public final class StubDirectory implements AutoCloseable {

	private final HttpServer server;

	private StubDirectory(HttpServer server) {
		this.server = server;
	}

	/**
	 * Starts a directory on a free port.
	 * @return the directory, to be closed
	 * @throws IOException if it cannot listen
	 */
	public static StubDirectory start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/booking-requests/", StubDirectory::answer);
		server.start();
		return new StubDirectory(server);
	}

	private static void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		Instant slot = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
		byte[] body = """
				{"bookingId":"%s","userId":"user-456","slotId":"slot-001","slotStart":"%s","slotEnd":"%s"}"""
			.formatted(path.substring(path.lastIndexOf('/') + 1), slot, slot.plus(1, ChronoUnit.HOURS))
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	/**
	 * @return its address
	 */
	public URI url() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
