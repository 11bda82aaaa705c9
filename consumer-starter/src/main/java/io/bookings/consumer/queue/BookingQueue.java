package io.bookings.consumer.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.bookings.consumer.queue.AckMetrics.Ack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * Deletes, releases and hides messages of a queue. Failures are logged, not thrown: a
 * message that was not deleted is received again as a duplicate, and one that was not
 * released becomes visible after the queue's visibility timeout.
 */
public class BookingQueue {

	/**
	 * The maximum number of entries of a batch request (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html">DeleteMessageBatch</a>).
	 */
	public static final int MAX_ENTRIES = 10;

	private static final Logger logger = LoggerFactory.getLogger(BookingQueue.class);

	private final SqsAsyncClient sqs;

	private final String url;

	private final AckMetrics metrics;

	/**
	 * Creates the access to the queue.
	 * @param sqs the client
	 * @param url the queue's URL
	 * @param metrics counts failures
	 */
	public BookingQueue(SqsAsyncClient sqs, String url, AckMetrics metrics) {
		this.sqs = sqs;
		this.url = url;
		this.metrics = metrics;
	}

	/**
	 * Deletes messages by their receipt handles. The ids of the entries are positions,
	 * because a batch may contain one message twice.
	 * @param messages the messages as received
	 * @return completes with the responses, never exceptionally
	 */
	public CompletableFuture<?> delete(List<Message> messages) {
		List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>(messages.size());
		for (Message message : messages) {
			entries.add(DeleteMessageBatchRequestEntry.builder()
				.id(String.valueOf(entries.size()))
				.receiptHandle(message.receiptHandle())
				.build());
		}
		return send(Ack.DELETE, entries, DeleteMessageBatchRequestEntry::id,
				(part) -> this.sqs
					.deleteMessageBatch(DeleteMessageBatchRequest.builder()
						.queueUrl(this.url)
						.entries(part)
						.overrideConfiguration(SqsTimeouts::ofShortCall)
						.build())
					.thenApply(DeleteMessageBatchResponse::failed));
	}

	/**
	 * Sends a message, at most once: a request whose answer is lost is not repeated.
	 * @param body the body
	 * @param attributes the attributes
	 * @return the message id; fails when SQS rejects the message or does not answer
	 */
	public CompletableFuture<String> send(String body, Map<String, MessageAttributeValue> attributes) {
		return this.sqs
			.sendMessage((request) -> request.queueUrl(this.url)
				.messageBody(body)
				.messageAttributes(attributes)
				.overrideConfiguration(SendOnce::configure))
			.thenApply(SendMessageResponse::messageId);
	}

	/**
	 * Makes messages visible again after their delays.
	 * @param delays the delay of each message from now, cut to whole seconds
	 */
	public void release(Map<Message, Duration> delays) {
		changeVisibility(Ack.RELEASE, delays);
	}

	/**
	 * Keeps messages invisible for their delays.
	 * @param delays the delay of each message from now, cut to whole seconds
	 * @return the messages that SQS did not hide
	 */
	public Set<Message> hide(Map<Message, Duration> delays) {
		return changeVisibility(Ack.HIDE, delays);
	}

	private Set<Message> changeVisibility(Ack ack, Map<Message, Duration> delays) {
		List<Message> messages = List.copyOf(delays.keySet());
		List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>(messages.size());
		delays.forEach((message,
				delay) -> entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
					.id(String.valueOf(entries.size()))
					.receiptHandle(message.receiptHandle())
					.visibilityTimeout((int) delay.toSeconds())
					.build()));
		Set<String> failed = send(ack, entries, ChangeMessageVisibilityBatchRequestEntry::id,
				(part) -> this.sqs
					.changeMessageVisibilityBatch((request) -> request.queueUrl(this.url)
						.entries(part)
						.overrideConfiguration(SqsTimeouts::ofShortCall))
					.thenApply(ChangeMessageVisibilityBatchResponse::failed))
			.join();
		return failed.stream().map((id) -> messages.get(Integer.parseInt(id))).collect(Collectors.toSet());
	}

	/**
	 * Sends the entries, {@link #MAX_ENTRIES} at a time.
	 * @return the ids of those that failed
	 */
	private <T> CompletableFuture<Set<String>> send(Ack ack, List<T> entries, Function<T, String> id,
			Function<List<T>, CompletableFuture<List<BatchResultErrorEntry>>> request) {
		Set<String> failedIds = ConcurrentHashMap.newKeySet();
		List<CompletableFuture<?>> responses = new ArrayList<>(1);
		for (int from = 0; from < entries.size(); from += MAX_ENTRIES) {
			List<T> part = entries.subList(from, Math.min(from + MAX_ENTRIES, entries.size()));
			responses.add(CompletableFuture.completedFuture(part).thenCompose(request).handle((failed, failure) -> {
				if (failure != null) {
					part.forEach((entry) -> failedIds.add(id.apply(entry)));
					this.metrics.failed(ack, part.size());
					logger.warn("Could not {} {} messages: {}", ack, part.size(), cause(failure).toString());
					return null;
				}
				for (BatchResultErrorEntry entry : failed) {
					failedIds.add(entry.id());
					this.metrics.failed(ack, 1);
					logger.warn("SQS did not {} a message: {}", ack, entry.code());
				}
				return null;
			}));
		}
		return CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new)).thenApply((_) -> failedIds);
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

}
