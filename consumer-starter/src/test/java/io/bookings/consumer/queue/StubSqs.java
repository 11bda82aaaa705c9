package io.bookings.consumer.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * SQS as far as dead-lettering needs it: one queue with the redrive policy that is given,
 * and whatever is sent is kept.
 */
class StubSqs implements SqsAsyncClient {

	final List<SendMessageRequest> sent = new ArrayList<>();

	int inspections;

	/** Body and attributes of what is taken, as the queue's attribute of this name. */
	int maximumMessageSize = Integer.MAX_VALUE;

	private final Map<QueueAttributeName, String> attributes;

	StubSqs(Map<QueueAttributeName, String> attributes) {
		this.attributes = attributes;
	}

	@Override
	public CompletableFuture<SendMessageResponse> sendMessage(SendMessageRequest request) {
		if (size(request) > this.maximumMessageSize) {
			return CompletableFuture.failedFuture(SqsException.builder()
				.statusCode(400)
				.awsErrorDetails(AwsErrorDetails.builder().errorCode("InvalidParameterValue").build())
				.build());
		}
		this.sent.add(request);
		return CompletableFuture.completedFuture(SendMessageResponse.builder().build());
	}

	private static int size(SendMessageRequest request) {
		int size = utf8(request.messageBody());
		for (Map.Entry<String, MessageAttributeValue> attribute : request.messageAttributes().entrySet()) {
			size += utf8(attribute.getKey()) + utf8(attribute.getValue().dataType())
					+ utf8(attribute.getValue().stringValue());
		}
		return size;
	}

	private static int utf8(@Nullable String text) {
		return (text != null) ? text.getBytes(StandardCharsets.UTF_8).length : 0;
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
