package io.bookings.consumer.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Where AWS hands out credentials: STS, the agent beside a container and the metadata
 * service of an instance. Each answer has a new key, {@code KEY1} and so on.
 */
final class AwsStandIn implements AutoCloseable {

	final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	/** How long credentials are valid. */
	volatile Duration lifetime = Duration.ofHours(1);

	/** The code that STS refuses with, if it does. */
	volatile String refusal = "";

	/** The status of every other answer. */
	volatile int status = 200;

	private final HttpServer server;

	private int keys;

	AwsStandIn() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		String path = exchange.getRequestURI().getPath();
		this.asked.add(exchange.getRequestMethod() + " " + path + " " + URLDecoder.decode(body, StandardCharsets.UTF_8)
				+ " " + exchange.getRequestHeaders().getFirst("Authorization"));
		if (body.contains("Action=AssumeRole")) {
			sts(exchange, body);
		}
		else if (this.status != 200) {
			respond(exchange, this.status, "{\"code\":\"Broken\",\"message\":\"out of order\"}");
		}
		else if (path.equals("/latest/api/token")) {
			exchange.getResponseHeaders().add("x-aws-ec2-metadata-token-ttl-seconds", "21600");
			respond(exchange, 200, "token");
		}
		else if (path.startsWith("/latest/meta-data/iam/") && path.endsWith("/")) {
			respond(exchange, 200, "role");
		}
		else {
			respond(exchange, 200,
					"{\"Code\":\"Success\",\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":\"%s\"}"
						.formatted(key(), expiry()));
		}
	}

	private void sts(HttpExchange exchange, String body) throws IOException {
		exchange.getResponseHeaders().add("Content-Type", "text/xml");
		String action = body.contains("WithWebIdentity") ? "AssumeRoleWithWebIdentity" : "AssumeRole";
		if (this.refusal.isEmpty()) {
			respond(exchange, 200, """
					<%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
					<AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
					<Expiration>%3$s</Expiration></Credentials></%1$sResult></%1$sResponse>""".formatted(action, key(),
					expiry()));
		}
		else {
			respond(exchange, 403, """
					<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
					<Code>%s</Code><Message>Not authorized to perform sts:%s</Message></Error>
					<RequestId>1</RequestId></ErrorResponse>""".formatted(this.refusal, action));
		}
	}

	private Instant expiry() {
		return Instant.now().plus(this.lifetime).truncatedTo(ChronoUnit.SECONDS);
	}

	private synchronized String key() {
		return "KEY" + (++this.keys);
	}

	private static void respond(HttpExchange exchange, int status, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
