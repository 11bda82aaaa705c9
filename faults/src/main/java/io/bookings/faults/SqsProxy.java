package io.bookings.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Forwards requests to SQS, and can modify or drop its responses. It knows the necessary
 * parts of the AWS JSON protocol.
 */
final class SqsProxy implements AutoCloseable {

	/** Headers that the JDK's client sets itself. */
	private static final Set<String> HOP_BY_HOP = Set.of("host", "connection", "content-length", "expect", "upgrade",
			"transfer-encoding", "http2-settings");

	private static final JsonMapper json = new JsonMapper();

	private final HttpServer server;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI target;

	private final Random random;

	private final AtomicLong modified = new AtomicLong();

	private volatile Behaviour behaviour = Behaviour.NORMAL;

	private SqsProxy(HttpServer server, URI target, long seed) {
		this.server = server;
		this.target = target;
		this.random = new Random(seed);
	}

	/**
	 * Starts a proxy on a free port.
	 * @param target the endpoint of SQS
	 */
	static SqsProxy start(URI target, long seed) {
		try {
			SqsProxy proxy = new SqsProxy(
					HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), target, seed);
			proxy.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			proxy.server.createContext("/", proxy::handle);
			proxy.server.start();
			return proxy;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	void behave(Behaviour behaviour) {
		this.behaviour = behaviour;
	}

	/**
	 * Returns the number of requests with an injected fault.
	 */
	long modified() {
		return this.modified.get();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
			Operation operation = Operation.of(target.substring(target.indexOf('.') + 1));
			byte[] request = exchange.getRequestBody().readAllBytes();
			Behaviour now = this.behaviour;
			if (now.refuses() && this.random.nextInt(4) > 0) {
				this.modified.incrementAndGet();
				byte[] refusal = "{\"__type\":\"com.amazonaws.sqs#RequestThrottled\",\"message\":\"injected\"}"
					.getBytes(StandardCharsets.UTF_8);
				answer(exchange, now.status(), refusal);
				return;
			}
			HttpResponse<byte[]> response = this.client.send(copy(exchange, request),
					HttpResponse.BodyHandlers.ofByteArray());
			if (now.dropsResponseTo(operation) && response.statusCode() == 200) {
				this.modified.incrementAndGet();
				return; // The connection closes without a response.
			}
			if (now == Behaviour.REDELIVERING && operation == Operation.RECEIVE && response.statusCode() == 200) {
				makeVisible(request, response.body(), exchange.getRequestHeaders());
			}
			response.headers()
				.firstValue("Content-Type")
				.ifPresent((type) -> exchange.getResponseHeaders().set("Content-Type", type));
			answer(exchange, response.statusCode(), response.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Makes received messages visible again, as if the visibility timeout had passed.
	 * Only messages that were received for the first time are affected, because each
	 * redelivery counts as a receive.
	 */
	private void makeVisible(byte[] request, byte[] response, Headers headers) throws InterruptedException {
		String queueUrl = json.readTree(request).path("QueueUrl").asString();
		for (JsonNode message : json.readTree(response).path("Messages")) {
			if (message.path("Attributes").path("ApproximateReceiveCount").asString().equals("1")) {
				byte[] body = json.writeValueAsBytes(json.createObjectNode()
					.put("QueueUrl", queueUrl)
					.put("ReceiptHandle", message.path("ReceiptHandle").asString())
					.put("VisibilityTimeout", 0));
				HttpRequest.Builder again = HttpRequest.newBuilder(this.target)
					.POST(HttpRequest.BodyPublishers.ofByteArray(body));
				headers.forEach((name, values) -> {
					if (!HOP_BY_HOP.contains(name.toLowerCase()) && !name.equalsIgnoreCase("X-Amz-Target")) {
						again.header(name, values.getFirst());
					}
				});
				again.header("X-Amz-Target", "AmazonSQS.ChangeMessageVisibility");
				this.client.sendAsync(again.build(), HttpResponse.BodyHandlers.discarding());
				this.modified.incrementAndGet();
			}
		}
	}

	private HttpRequest copy(HttpExchange exchange, byte[] body) {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.target.resolve(exchange.getRequestURI()))
			.method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!HOP_BY_HOP.contains(name.toLowerCase())) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		return request.build();
	}

	private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.client.shutdownNow();
	}

	private enum Operation {

		RECEIVE, DELETE, SEND, OTHER;

		static Operation of(String name) {
			return switch (name) {
				case "ReceiveMessage" -> RECEIVE;
				case "DeleteMessage", "DeleteMessageBatch" -> DELETE;
				case "SendMessage", "SendMessageBatch" -> SEND;
				default -> OTHER;
			};
		}

	}

	/**
	 * How the proxy treats responses.
	 */
	enum Behaviour {

		NORMAL,

		/** Three of four requests fail with 429. */
		THROTTLING,

		/** Three of four requests fail with 503. */
		UNAVAILABLE,

		/** Messages are deleted, but the client receives no response. */
		DROPPING_DELETE_RESPONSES,

		/** Dead letters are sent, but the client receives no response. */
		DROPPING_SEND_RESPONSES,

		/** Received messages become visible again immediately. */
		REDELIVERING;

		boolean refuses() {
			return this == THROTTLING || this == UNAVAILABLE;
		}

		int status() {
			return (this == THROTTLING) ? 429 : 503;
		}

		boolean dropsResponseTo(Operation operation) {
			return switch (this) {
				case DROPPING_DELETE_RESPONSES -> operation == Operation.DELETE;
				case DROPPING_SEND_RESPONSES -> operation == Operation.SEND;
				default -> false;
			};
		}

	}

}
