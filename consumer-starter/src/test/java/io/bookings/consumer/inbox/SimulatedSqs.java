package io.bookings.consumer.inbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * A queue with a redrive policy, by a clock that a test moves: visibility timeouts,
 * receive counts, and the move to the dead-letter queue, as SQS has them.
 */
class SimulatedSqs implements SqsAsyncClient {

	private static final Duration VISIBILITY = Duration.ofSeconds(30);

	/** Bodies that SQS itself has moved to the dead-letter queue. */
	final List<String> moved = new ArrayList<>();

	/** Messages that the service has sent to the dead-letter queue. */
	final List<SendMessageRequest> deadLettered = new ArrayList<>();

	private int receives;

	private final Map<String, Entry> messages = new LinkedHashMap<>();

	private final int maxReceiveCount;

	private final InstantSource clock;

	SimulatedSqs(int maxReceiveCount, InstantSource clock) {
		this.maxReceiveCount = maxReceiveCount;
		this.clock = clock;
	}

	void put(String body) {
		String id = "m-" + this.messages.size();
		this.messages.put(id, new Entry(id, body, Instant.MIN, 0));
	}

	/**
	 * How often messages were received, all together.
	 */
	int receives() {
		return this.receives;
	}

	boolean isEmpty() {
		return this.messages.isEmpty();
	}

	/**
	 * Up to ten messages that are visible now.
	 */
	List<Message> receive() {
		Instant now = this.clock.instant();
		List<Message> batch = new ArrayList<>();
		for (Entry entry : List.copyOf(this.messages.values())) {
			if (batch.size() == 10 || entry.visibleAt().isAfter(now)) {
				continue;
			}
			if (entry.receives() >= this.maxReceiveCount) {
				this.messages.remove(entry.id());
				this.moved.add(entry.body());
				continue;
			}
			Entry received = new Entry(entry.id(), entry.body(), now.plus(VISIBILITY), entry.receives() + 1);
			this.messages.put(entry.id(), received);
			this.receives++;
			batch.add(Message.builder()
				.messageId(entry.id())
				.body(entry.body())
				.receiptHandle(entry.id() + "#" + received.receives())
				.attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
						String.valueOf(received.receives())))
				.build());
		}
		return batch;
	}

	/**
	 * When something becomes visible next.
	 */
	Instant nextVisible() {
		return this.messages.values().stream().map(Entry::visibleAt).min(Instant::compareTo).orElse(Instant.MAX);
	}

	@Override
	public CompletableFuture<DeleteMessageBatchResponse> deleteMessageBatch(DeleteMessageBatchRequest request) {
		request.entries().forEach((entry) -> this.messages.remove(id(entry.receiptHandle())));
		return CompletableFuture.completedFuture(DeleteMessageBatchResponse.builder().build());
	}

	@Override
	public CompletableFuture<ChangeMessageVisibilityBatchResponse> changeMessageVisibilityBatch(
			ChangeMessageVisibilityBatchRequest request) {
		request.entries().forEach((entry) -> {
			Entry message = Objects.requireNonNull(this.messages.get(id(entry.receiptHandle())));
			this.messages.put(message.id(), new Entry(message.id(), message.body(),
					this.clock.instant().plusSeconds(entry.visibilityTimeout()), message.receives()));
		});
		return CompletableFuture.completedFuture(ChangeMessageVisibilityBatchResponse.builder().build());
	}

	private static String id(String receiptHandle) {
		return receiptHandle.substring(0, receiptHandle.indexOf('#'));
	}

	@Override
	public CompletableFuture<SendMessageResponse> sendMessage(SendMessageRequest request) {
		this.deadLettered.add(request);
		return CompletableFuture.completedFuture(SendMessageResponse.builder().build());
	}

	@Override
	public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
		return CompletableFuture.completedFuture(GetQueueAttributesResponse.builder()
			.attributes(Map.of(QueueAttributeName.REDRIVE_POLICY,
					"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dlq\",\"maxReceiveCount\":\"%d\"}"
						.formatted(this.maxReceiveCount)))
			.build());
	}

	@Override
	public String serviceName() {
		return "sqs";
	}

	@Override
	public void close() {
	}

	private record Entry(String id, String body, Instant visibleAt, int receives) {
	}

}
