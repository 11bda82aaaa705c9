package io.bookings.examples.publisher;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

import org.springframework.stereotype.Component;

/**
 * Sends the events of the outbox. An event is removed after SQS has accepted it. If the
 * process ends in between, the event is sent again with the same body, which the
 * consumers detect as a repeat.
 */
@Component
class OutboxSender {

	/** The most that SendMessageBatch allows. Ten of our bodies are far below 1 MiB. */
	private static final int BATCH = 10;

	/**
	 * The failures that the message itself causes, for example by its characters. The
	 * flag senderFault does not show this: SQS also sets it for throttled requests.
	 */
	private static final Set<String> PERMANENT = Set.of("InvalidMessageContents", "InvalidParameterValue");

	private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

	private final Outbox outbox;

	private final SqsClient sqs;

	private final Map<String, String> queues;

	OutboxSender(Outbox outbox, SqsClient sqs, PublisherProperties properties) {
		this.outbox = outbox;
		this.sqs = sqs;
		this.queues = properties.queues();
	}

	/**
	 * Sends until nothing waits, or until a message fails. The next run sends the rest.
	 */
	void sendWaiting() {
		this.queues.forEach((eventType, queueUrl) -> {
			List<Outbox.Entry> batch = this.outbox.waiting(eventType, BATCH);
			while (!batch.isEmpty() && send(queueUrl, batch)) {
				batch = this.outbox.waiting(eventType, BATCH);
			}
		});
	}

	/**
	 * Sends one batch.
	 * @return whether SQS has accepted all of it
	 */
	private boolean send(String queueUrl, List<Outbox.Entry> batch) {
		SendMessageBatchResponse response;
		try {
			response = this.sqs.sendMessageBatch((request) -> request.queueUrl(queueUrl)
				.entries(batch.stream().map(OutboxSender::message).toList()));
		}
		catch (SdkException ex) {
			LOG.warn("A batch was not sent. It is sent again: {}", ex.getMessage());
			return false;
		}
		// A response with status 200 can contain failed messages.
		this.outbox
			.remove(response.successful().stream().map(SendMessageBatchResultEntry::id).map(Long::valueOf).toList());
		response.failed().forEach(this::handle);
		return response.failed().isEmpty();
	}

	private void handle(BatchResultErrorEntry failed) {
		long id = Long.parseLong(failed.id());
		if (PERMANENT.contains(failed.code())) {
			LOG.error("The event in row {} of the outbox cannot be sent: {}", id, failed.code());
			this.outbox.fail(id, failed.code());
		}
		else {
			LOG.warn("The event in row {} of the outbox was not sent. It is sent again: {}", id, failed.code());
			this.outbox.retryLater(id);
		}
	}

	private static SendMessageBatchRequestEntry message(Outbox.Entry entry) {
		return SendMessageBatchRequestEntry.builder()
			.id(Long.toString(entry.id()))
			.messageBody(entry.body())
			.messageAttributes(Map.of("traceparent",
					MessageAttributeValue.builder().dataType("String").stringValue(entry.traceparent()).build()))
			.build();
	}

}
