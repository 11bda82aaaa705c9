package io.bookings.consumer.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

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

/**
 * The SDK's own limits would let each of these calls take two minutes.
 */
@Timeout(60)
class SqsTimeoutsUnitTests {

	@Test
	void aPeerThatAcceptsAndNeverAnswersHoldsNobody() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				SqsAsyncClient sqs = client(silent, Duration.ofSeconds(1))) {
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

	private static SqsAsyncClient client(ServerSocket server, Duration pollTimeout) {
		SqsAsyncClientBuilder builder = SqsAsyncClient.builder()
			.endpointOverride(URI.create("http://127.0.0.1:" + server.getLocalPort()))
			.httpClientBuilder(AwsHttpClients.to(URI.create("http://127.0.0.1:" + server.getLocalPort())))
			.region(Region.US_EAST_1)
			.credentialsProvider(AnonymousCredentialsProvider.create());
		new SqsTimeouts(pollTimeout).customize(builder);
		return builder.build();
	}

}
