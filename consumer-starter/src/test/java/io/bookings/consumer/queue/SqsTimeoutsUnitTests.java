package io.bookings.consumer.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;
import software.amazon.awssdk.services.sqs.model.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The SDK's own limits would let each of these calls take two minutes.
 */
@Timeout(60)
class SqsTimeoutsUnitTests {

	@Test
	void aPeerThatAcceptsAndNeverAnswersHoldsNobody() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				SqsAsyncClient sqs = client(URI.create("http://127.0.0.1:" + silent.getLocalPort()),
						new SqsTimeouts(Duration.ofSeconds(1)))) {
			String url = "http://127.0.0.1:%d/000000000000/queue".formatted(silent.getLocalPort());
			new BookingQueue(sqs, url, new AckMetrics(new SimpleMeterRegistry()))
				.delete(List.of(Message.builder().receiptHandle("any").build()))
				.join();
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> sqs.receiveMessage((request) -> request.queueUrl(url)).join())
				.withCauseInstanceOf(ApiCallTimeoutException.class);
		}
	}

	@Test
	void theRestOfTheClientsSettingsStay() {
		SqsAsyncClientBuilder builder = SqsAsyncClient.builder()
			.overrideConfiguration(
					(override) -> override.putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, "suffix"));
		new SqsTimeouts(Duration.ofSeconds(20)).customize(builder);
		ClientOverrideConfiguration settings = builder.overrideConfiguration();
		assertThat(settings.advancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX)).contains("suffix");
		assertThat(settings.apiCallAttemptTimeout()).contains(Duration.ofSeconds(25));
	}

	@Test
	void theTimeoutsOfARequestAreRemovedWhenItEnds() throws IOException {
		RequestTimer timer = new RequestTimer();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			// The SDK schedules one of them while it sends the request, and one after
			// that.
			await().until(() -> timeouts(timer) == 2);
			byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
		try (SqsAsyncClient sqs = client(endpoint, new SqsTimeouts(Duration.ofSeconds(20), timer))) {
			sqs.receiveMessage((request) -> request.queueUrl(endpoint + "/000000000000/queue")).join();
			await().untilAsserted(() -> assertThat(timeouts(timer)).isZero());
		}
		finally {
			server.stop(0);
			timer.shutdownNow();
		}
	}

	private static long timeouts(RequestTimer timer) {
		return timer.getQueue()
			.stream()
			.filter((task) -> ((Delayed) task).getDelay(TimeUnit.SECONDS) > RequestTimer.TICK_SECONDS)
			.count();
	}

	private static SqsAsyncClient client(URI endpoint, SqsTimeouts timeouts) {
		SqsAsyncClientBuilder builder = SqsAsyncClient.builder()
			.endpointOverride(endpoint)
			.httpClientBuilder(AwsHttpClients.to(endpoint))
			.region(Region.US_EAST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create());
		timeouts.customize(builder);
		return builder.build();
	}

}
