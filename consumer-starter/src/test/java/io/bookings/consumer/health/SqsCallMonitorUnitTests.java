package io.bookings.consumer.health;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.bookings.consumer.queue.LargeResponseLimiter;
import io.bookings.consumer.queue.SqsClientWrapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsServiceClientConfiguration;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

import static org.assertj.core.api.Assertions.assertThat;

class SqsCallMonitorUnitTests {

	private static final String QUEUE = "https://sqs.example.org/1/queue";

	private static final String EVENTS = "https://sqs.example.org/1/events";

	@Test
	void onlyPollsOfTheQueueWithBookingsCount() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		SqsCallMonitor monitor = new SqsCallMonitor(Clock.systemUTC(), new PollMetrics(registry), QUEUE);
		SqsAsyncClient client = new SqsClientWrapper(new LargeResponseLimiter(1000), monitor).wrap(new EmptyQueues());
		for (String url : List.of(EVENTS, QUEUE, EVENTS)) {
			client.receiveMessage((request) -> request.queueUrl(url)).join();
		}
		assertThat(registry.counter("booking.polls", "result", "empty").count()).isEqualTo(1);
		assertThat(monitor.last(SqsCallMonitor.RECEIVE, EVENTS)).isNotNull();
	}

	private static final class EmptyQueues implements SqsAsyncClient {

		@Override
		public CompletableFuture<ReceiveMessageResponse> receiveMessage(ReceiveMessageRequest request) {
			return CompletableFuture.completedFuture(ReceiveMessageResponse.builder().build());
		}

		@Override
		public SqsServiceClientConfiguration serviceClientConfiguration() {
			return SqsServiceClientConfiguration.builder().build();
		}

		@Override
		public String serviceName() {
			return "sqs";
		}

		@Override
		public void close() {
		}

	}

}
