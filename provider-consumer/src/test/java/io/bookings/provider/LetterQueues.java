package io.bookings.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bookings.sandbox.SandboxService;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Lets SQS itself move messages to the dead-letter queue of a service.
 */
final class LetterQueues {

	private static final int BATCH = 10;

	private final SandboxService service;

	private final String leaky;

	LetterQueues(SandboxService service) {
		this.service = service;
		String arn = service.sqs()
			.getQueueAttributes((request) -> request.queueUrl(service.deadLetterQueueUrl())
				.attributeNames(QueueAttributeName.QUEUE_ARN))
			.attributes()
			.get(QueueAttributeName.QUEUE_ARN);
		String name = service.deadLetterQueueUrl().substring(service.deadLetterQueueUrl().lastIndexOf('/') + 1);
		this.leaky = service.sqs()
			.createQueue((request) -> request.queueName(name + "-leaky")
				.attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "0", QueueAttributeName.REDRIVE_POLICY,
						"{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":1}".formatted(arn))))
			.queueUrl();
	}

	/**
	 * Sends a message to a queue from which SQS moves it when it is received twice.
	 */
	void sendToBeMoved(String body, Map<String, String> attributes) {
		this.service.sqs()
			.sendMessage(
					(request) -> request.queueUrl(this.leaky).messageBody(body).messageAttributes(values(attributes)));
	}

	/**
	 * Receives the messages until SQS has moved all of them.
	 */
	void move() {
		List<Message> received = new ArrayList<>();
		do {
			received.clear();
			received.addAll(this.service.sqs()
				.receiveMessage((request) -> request.queueUrl(this.leaky).maxNumberOfMessages(BATCH))
				.messages());
		}
		while (!received.isEmpty() || !isEmpty());
	}

	private boolean isEmpty() {
		return "0".equals(this.service.sqs()
			.getQueueAttributes((request) -> request.queueUrl(this.leaky)
				.attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
			.attributes()
			.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
	}

	private static Map<String, MessageAttributeValue> values(Map<String, String> attributes) {
		Map<String, MessageAttributeValue> values = new HashMap<>();
		attributes.forEach((name, value) -> values.put(name,
				MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
		return values;
	}

}
