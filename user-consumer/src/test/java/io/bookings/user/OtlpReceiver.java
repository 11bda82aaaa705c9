package io.bookings.user;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Takes traces over OTLP/HTTP, as a collector does.
 */
final class OtlpReceiver implements AutoCloseable {

	private final HttpServer http;

	private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();

	OtlpReceiver() {
		try {
			this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.http.createContext("/v1/traces", this::receive);
		this.http.createContext("/v1/metrics", OtlpReceiver::accept);
		this.http.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.http.getAddress().getPort();
	}

	List<ReceivedSpan> spansOf(String traceId) {
		return this.spans.stream().filter((span) -> span.traceId().equals(traceId)).toList();
	}

	List<ReceivedSpan> spans() {
		return List.copyOf(this.spans);
	}

	private void receive(HttpExchange exchange) throws IOException {
		boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		try (InputStream body = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
			ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().forEach(this::add);
		}
		accept(exchange);
	}

	private static void accept(HttpExchange exchange) throws IOException {
		exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	private void add(ResourceSpans resource) {
		String service = attributes(resource.getResource().getAttributesList()).get("service.name");
		resource.getScopeSpansList()
			.forEach((scope) -> scope.getSpansList().forEach((span) -> this.spans.add(ReceivedSpan.of(service, span))));
	}

	private static Map<String, String> attributes(List<KeyValue> attributes) {
		return attributes.stream()
			.collect(Collectors.toMap(KeyValue::getKey, (attribute) -> attribute.getValue().getStringValue()));
	}

	@Override
	public void close() {
		this.http.stop(0);
	}

	/**
	 * A span as it arrived.
	 */
	record ReceivedSpan(String service, String name, String traceId, String id, String parentId,
			Map<String, String> attributes, List<String> events, List<String> links) {

		static ReceivedSpan of(String service, Span span) {
			return new ReceivedSpan(service, span.getName(), hex(span.getTraceId()), hex(span.getSpanId()),
					hex(span.getParentSpanId()), OtlpReceiver.attributes(span.getAttributesList()),
					span.getEventsList().stream().map(Span.Event::getName).toList(),
					span.getLinksList().stream().map((link) -> hex(link.getSpanId())).toList());
		}

		private static String hex(ByteString bytes) {
			return HexFormat.of().formatHex(bytes.toByteArray());
		}

	}

}
