package io.bookings.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * SQS as far as dead-lettering needs it: one queue with the redrive policy that is given,
 * and whatever is sent is kept.
 */
class StubSqs implements SqsAsyncClient {

	final List<SendMessageRequest> sent = new ArrayList<>();

	int inspections;

	private final Map<QueueAttributeName, String> attributes;

	StubSqs(Map<QueueAttributeName, String> attributes) {
		this.attributes = attributes;
	}

	@Override
	public CompletableFuture<SendMessageResponse> sendMessage(SendMessageRequest request) {
		this.sent.add(request);
		return CompletableFuture.completedFuture(SendMessageResponse.builder().build());
	}

	@Override
	public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
		this.inspections++;
		return CompletableFuture
			.completedFuture(GetQueueAttributesResponse.builder().attributes(this.attributes).build());
	}

	@Override
	public String serviceName() {
		return "sqs";
	}

	@Override
	public void close() {
	}

}
