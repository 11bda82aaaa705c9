package io.bookings.consumer.health;

import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsServiceClientConfiguration;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * SQS at the host of another client, as it answers no poll in time.
 */
record FailingSqs(SqsServiceClientConfiguration configuration) implements SqsAsyncClient {

	static SqsAsyncClient withTimeout(SqsAsyncClient client) {
		return new FailingSqs(client.serviceClientConfiguration());
	}

	@Override
	public CompletableFuture<ReceiveMessageResponse> receiveMessage(ReceiveMessageRequest request) {
		return CompletableFuture.failedFuture(ApiCallTimeoutException.create(1));
	}

	@Override
	public SqsServiceClientConfiguration serviceClientConfiguration() {
		return this.configuration;
	}

	@Override
	public String serviceName() {
		return "sqs";
	}

	@Override
	public void close() {
	}

}
