package io.bookings.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import io.bookings.sandbox.StackTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Metrics on their way to an HTTP server, which plays Amazon CloudWatch.
 */
class CloudWatchIntegrationTests {

	private static final byte[] EMPTY_MAP_IN_CBOR = { (byte) 0xa0 };

	private final List<String> puts = new CopyOnWriteArrayList<>();

	private HttpServer http;

	@BeforeEach
	void listen() throws IOException {
		this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.http.createContext("/", this::receive);
		this.http.start();
	}

	@AfterEach
	void stop() {
		this.http.stop(0);
	}

	@Test
	void metricsArePutWhereANamespaceIsSet() {
		SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);
		try (RunningConsumer consumer = RunningConsumer.start(service,
				"--management.cloudwatch.metrics.export.namespace=Bookings",
				"--management.cloudwatch.metrics.export.step=1s",
				"--spring.cloud.aws.cloudwatch.endpoint=http://127.0.0.1:" + this.http.getAddress().getPort())) {
			service.send(RunningConsumer.sample());
			await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(this.puts).anySatisfy((put) -> assertThat(put).contains("PutMetricData",
						"Bookings", "booking.messages.count", "processed", "application", "provider-consumer")));
			assertThat(consumer.readiness()).isEqualTo(200);
			// The series of a step come in several requests.
			alarms().forEach((alarm) -> await().atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(this.puts).as("Series of the alarm %s", alarm)
					.anySatisfy((put) -> assertThat(put).contains(alarm))));
			assertThat(this.puts)
				.noneSatisfy((put) -> assertThat(put).containsAnyOf("jvm.", "hikaricp.", ".histogram"));
		}
	}

	/**
	 * Returns the names of the service's own series that the alarms of
	 * {@code deploy/aws/queues.yaml} read, each with its dimensions.
	 */
	private static List<List<String>> alarms() {
		StackTemplate template = StackTemplate.read(Path.of("../deploy/aws/queues.yaml"), Map.of());
		List<List<String>> alarms = new ArrayList<>();
		for (String name : template.resources("AWS::CloudWatch::Alarm")) {
			Map<String, Object> alarm = template.properties(name);
			String dimensions = String.valueOf(alarm.get("Dimensions"));
			if ("Bookings".equals(alarm.get("Namespace")) && dimensions.contains("provider-consumer")) {
				List<String> texts = new ArrayList<>(List.of(alarm.get("MetricName").toString()));
				Pattern.compile("(?:Name|Value)=([^,}]+)")
					.matcher(dimensions)
					.results()
					.forEach((text) -> texts.add(text.group(1)));
				alarms.add(texts);
			}
		}
		assertThat(alarms).containsExactly(List.of("booking.notification.channel.paused.value", "application",
				"provider-consumer", "channel", "email"));
		return alarms;
	}

	private void receive(HttpExchange exchange) throws IOException {
		boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		try (exchange;
				InputStream body = zipped ? new GZIPInputStream(exchange.getRequestBody())
						: exchange.getRequestBody()) {
			// Whatever the protocol is, text lies in it as it is.
			this.puts.add(exchange.getRequestURI() + new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
			exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
			exchange.getResponseHeaders().set("Content-Type", "application/cbor");
			exchange.sendResponseHeaders(200, EMPTY_MAP_IN_CBOR.length);
			exchange.getResponseBody().write(EMPTY_MAP_IN_CBOR);
		}
	}

}
