package io.bookings.consumer.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.consumer.queue.AwsHttpClients;
import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.SqsClientWrapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * An HTTP server that gives the answers of Amazon SQS which no emulator gives: refusals.
 * The real client of the SDK calls it, with {@link SqsCallMonitor} listening.
 */
final class CannedSqs implements AutoCloseable {

	private static final SdkAsyncHttpClient HTTP = AwsHttpClients.to(URI.create("http://127.0.0.1")).build();

	private final HttpServer server;

	private final Map<String, Answer> answers = new ConcurrentHashMap<>();

	private final SqsCallMonitor calls;

	private final SqsAsyncClient client;

	CannedSqs(Clock clock) {
		this(clock, StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
	}

	CannedSqs(Clock clock, AwsCredentialsProvider credentials) {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", this::answer);
		this.server.start();
		this.calls = new SqsCallMonitor(clock, new PollMetrics(new SimpleMeterRegistry()), queueUrl());
		this.client = watch(SqsAsyncClient.builder()
			.httpClient(HTTP)
			.endpointOverride(URI.create("http://127.0.0.1:" + this.server.getAddress().getPort()))
			.region(Region.US_EAST_1)
			.credentialsProvider(credentials)
			.overrideConfiguration((override) -> override.retryStrategy((retry) -> retry.maxAttempts(1)))
			.build());
	}

	/** Lets {@link #calls()} see the calls of another client. */
	SqsAsyncClient watch(SqsAsyncClient other) {
		return new SqsClientWrapper(new LargeResponseLimiter(Long.MAX_VALUE), this.calls).wrap(other);
	}

	String queueUrl() {
		return "http://127.0.0.1:%d/000000000000/queue".formatted(this.server.getAddress().getPort());
	}

	SqsCallMonitor calls() {
		return this.calls;
	}

	SqsAsyncClient client() {
		return this.client;
	}

	/** From now on the action succeeds. */
	void answer(String action, String body) {
		this.answers.put(action, new Answer(200, "", body));
	}

	/** From now on the action succeeds for the queue of this name. */
	void answer(String action, String queue, String body) {
		this.answers.put(action + " " + queue, new Answer(200, "", body));
	}

	/** From now on the action is refused for the queue of this name. */
	void refuse(String action, String queue, int status, String code) {
		refuse(action + " " + queue, status, code);
	}

	/** From now on the action is refused. */
	void refuse(String action, int status, String code) {
		refuse(action, status, code, "no");
	}

	/** From now on the action is refused with this message. */
	void refuse(String action, int status, String code, String message) {
		this.answers.put(action, new Answer(status, code,
				"{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"%s\"}".formatted(code, message)));
	}

	void receive() {
		ignoringFailure(() -> this.client.receiveMessage((request) -> request.queueUrl(queueUrl())).join());
	}

	void delete() {
		ignoringFailure(
				() -> this.client.deleteMessageBatch((request) -> request.queueUrl(queueUrl()).entries(List.of()))
					.join());
	}

	void send(String queueUrl) {
		ignoringFailure(
				() -> this.client.sendMessage((request) -> request.queueUrl(queueUrl).messageBody("{}")).join());
	}

	private static void ignoringFailure(Runnable call) {
		try {
			call.run();
		}
		catch (CompletionException ex) {
			// SqsCallMonitor remembers it
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		String action = exchange.getRequestHeaders().getFirst("X-Amz-Target").replaceFirst(".*\\.", "");
		String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String queue = request.replaceFirst("(?s).*\"QueueUrl\":\"[^\"]*/([^\"/]*)\".*", "$1");
		Answer answer = this.answers.getOrDefault(action + " " + queue,
				this.answers.getOrDefault(action, new Answer(200, "", "{}")));
		if (!answer.code().isEmpty()) {
			exchange.getResponseHeaders().add("x-amzn-query-error", answer.code() + ";Sender");
		}
		exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
		byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(answer.status(), body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	/** Nobody answers any more. */
	void disappear() {
		this.server.stop(0);
	}

	@Override
	public void close() {
		this.client.close();
		this.server.stop(0);
	}

	private record Answer(int status, String code, String body) {
	}

}
