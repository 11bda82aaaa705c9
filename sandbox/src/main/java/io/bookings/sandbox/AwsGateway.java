package io.bookings.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * A proxy in front of the sandbox's SQS that enforces a policy of IAM, as AWS does. It
 * also accepts text messages for Amazon SNS and metrics for CloudWatch, and discards
 * them.
 * <p>
 * The SDK names the action of SQS in the header {@code X-Amz-Target}, that of SNS in the
 * form, and that of CloudWatch in the path.
 */
public final class AwsGateway implements AutoCloseable {

	/** Headers that the JDK's client sets itself. */
	private static final Set<String> HOP_BY_HOP = Set.of("host", "connection", "content-length", "expect", "upgrade",
			"transfer-encoding", "http2-settings");

	private static final String METRICS = "/operation/PutMetricData";

	private final HttpServer server;

	private final URI sqs;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<String> refused = new CopyOnWriteArrayList<>();

	private volatile IamPolicy policy;

	private AwsGateway(HttpServer server, URI sqs, IamPolicy policy) {
		this.server = server;
		this.sqs = sqs;
		this.policy = policy;
	}

	/**
	 * Starts a gateway on a free port.
	 * @param sqs the endpoint of SQS
	 * @param policy what is allowed at first
	 * @return the gateway, to be closed
	 */
	public static AwsGateway start(URI sqs, IamPolicy policy) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			AwsGateway gateway = new AwsGateway(server, sqs, policy);
			server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			server.createContext("/", gateway::handle);
			server.start();
			return gateway;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * @return the endpoint of all AWS services behind the gateway
	 */
	public URI endpoint() {
		return URI.create("http://127.0.0.1:" + this.server.getAddress().getPort());
	}

	/**
	 * Replaces the policy. Requests that have begun are not affected.
	 * @param policy what is allowed from now on
	 */
	public void enforce(IamPolicy policy) {
		this.policy = policy;
	}

	/**
	 * @return the actions and resources of all refused requests, in their order
	 */
	public List<String> refused() {
		return List.copyOf(this.refused);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			IamPolicy.Request request = request(exchange, body);
			if (!this.policy.allows(request)) {
				this.refused.add(request.action() + " " + request.resource());
				refuse(exchange, request);
				return;
			}
			switch (request.action()) {
				case "sns:Publish" -> answer(exchange, 200, "text/xml", utf8("""
						<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>\
						<MessageId>published</MessageId></PublishResult></PublishResponse>"""));
				case "cloudwatch:PutMetricData" -> answer(exchange, 200, "application/cbor", cbor(Map.of()));
				default -> forward(exchange, body);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static IamPolicy.Request request(HttpExchange exchange, byte[] body) throws IOException {
		String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
		if (target != null) {
			// A batch needs the permission of its single action.
			String action = target.substring(target.indexOf('.') + 1).replaceFirst("Batch$", "");
			String url = JsonNode.parser()
				.parse(new ByteArrayInputStream(body))
				.field("QueueUrl")
				.map(JsonNode::asString)
				.orElse("*");
			return new IamPolicy.Request("sqs:" + action, Queues.arn(url.substring(url.lastIndexOf('/') + 1)), null);
		}
		if (exchange.getRequestURI().getPath().endsWith(METRICS)) {
			return new IamPolicy.Request("cloudwatch:PutMetricData", "*", namespace(exchange, body));
		}
		Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
		return new IamPolicy.Request("sns:" + form.getOrDefault("Action", "?"),
				form.getOrDefault("PhoneNumber", form.getOrDefault("TopicArn", "?")), null);
	}

	private static Map<String, String> form(String body) {
		Map<String, String> form = new LinkedHashMap<>();
		for (String field : body.split("&")) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				form.put(field.substring(0, equals),
						URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
			}
		}
		return form;
	}

	/**
	 * Returns the text after the key {@code Namespace} in a CBOR map. A text of up to 23
	 * bytes has its length in the byte before it (RFC 8949, section 3).
	 */
	private static @Nullable String namespace(HttpExchange exchange, byte[] body) throws IOException {
		boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		try (InputStream in = zipped ? new GZIPInputStream(new ByteArrayInputStream(body))
				: new ByteArrayInputStream(body)) {
			String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
			int length = text.indexOf("Namespace") + "Namespace".length();
			return (length < "Namespace".length()) ? null
					: text.substring(length + 1, length + 1 + (text.charAt(length) & 0x1f));
		}
	}

	/**
	 * Refuses a request as the service does: SQS in JSON, SNS in XML, CloudWatch in CBOR.
	 */
	private static void refuse(HttpExchange exchange, IamPolicy.Request request) throws IOException {
		String user = "User: arn:aws:sts::%s:assumed-role/service is not authorized to perform: "
			.formatted(Queues.ACCOUNT);
		String reason = " because no identity-based policy allows the action";
		String message = user + request.action().toLowerCase(Locale.ROOT) + " on resource: " + request.resource()
				+ reason;
		switch (request.action().substring(0, request.action().indexOf(':'))) {
			case "sqs" -> answer(exchange, 400, "application/x-amz-json-1.0", utf8("""
					{"__type":"com.amazon.coral.service#AccessDeniedException","message":"%s"}""".formatted(message)));
			case "cloudwatch" -> answer(exchange, 403, "application/cbor", cbor(Map.of("__type",
					"com.amazonaws.cloudwatch#AccessDenied", "message", user + request.action() + reason)));
			default -> answer(exchange, 403, "text/xml", utf8("""
					<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>\
					<Code>AuthorizationError</Code><Message>%s</Message></Error></ErrorResponse>"""
				.formatted(message)));
		}
	}

	private void forward(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(this.sqs.resolve(exchange.getRequestURI()))
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		exchange.getRequestHeaders().forEach((name, values) -> {
			if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
				values.forEach((value) -> request.header(name, value));
			}
		});
		HttpResponse<byte[]> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
		answer(exchange, response.statusCode(),
				response.headers().firstValue("Content-Type").orElse("application/x-amz-json-1.0"), response.body());
	}

	private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
		if (type.equals("application/cbor")) {
			exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
		}
		exchange.getResponseHeaders().set("Content-Type", type);
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Returns a map of short texts in CBOR.
	 */
	private static byte[] cbor(Map<String, String> map) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(0xa0 + map.size());
		map.forEach((key, value) -> {
			for (String text : List.of(key, value)) {
				bytes.write(0x78); // a text whose length is in the next byte
				bytes.write(text.length());
				bytes.writeBytes(utf8(text));
			}
		});
		return bytes.toByteArray();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.client.shutdownNow();
	}

}
