package io.bookings.sandbox;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The queue, the dead-letter queue, the database and the mail server of one service.
 *
 * @param kind the service
 * @param queueUrl the URL of the queue; its origin is the SQS endpoint
 * @param deadLetterQueueUrl the URL of the dead-letter queue
 * @param jdbcUrl the URL of the database
 * @param username the role that owns the database
 * @param password the role's password
 * @param sqs a client for both queues
 * @param smtpPort the mail server's port on 127.0.0.1, 0 for no mail server
 */
public record SandboxService(ServiceKind kind, String queueUrl, String deadLetterQueueUrl, String jdbcUrl,
		String username, String password, SqsClient sqs, int smtpPort) {

	private static final int BATCH = 10;

	/**
	 * Creates a service without a mail server.
	 */
	public SandboxService(ServiceKind kind, String queueUrl, String deadLetterQueueUrl, String jdbcUrl, String username,
			String password, SqsClient sqs) {
		this(kind, queueUrl, deadLetterQueueUrl, jdbcUrl, username, password, sqs, 0);
	}

	/**
	 * Returns the same service, whose processes send their requests to another endpoint,
	 * such as a proxy of SQS. This object still uses SQS directly.
	 * @param endpoint the origin of the queue URLs
	 * @return the same queues and the same database
	 */
	public SandboxService behind(URI endpoint) {
		return new SandboxService(this.kind, endpoint.resolve(URI.create(this.queueUrl).getPath()).toString(),
				endpoint.resolve(URI.create(this.deadLetterQueueUrl).getPath()).toString(), this.jdbcUrl, this.username,
				this.password, this.sqs, this.smtpPort);
	}

	/**
	 * Returns the environment for a process: the required variables and the mail server.
	 * There is no variable for the SQS endpoint, because the services take it from the
	 * queue URL.
	 * @return the variables and their values
	 */
	public Map<String, String> environment() {
		Map<String, String> environment = new LinkedHashMap<>();
		environment.put(this.kind.queueVariable(), this.queueUrl);
		environment.put("AWS_REGION", Queues.REGION);
		environment.put("AWS_ACCESS_KEY_ID", Queues.ACCESS_KEY);
		environment.put("AWS_SECRET_ACCESS_KEY", Queues.SECRET_KEY);
		environment.put("SPRING_DATASOURCE_URL", this.jdbcUrl);
		environment.put("SPRING_DATASOURCE_USERNAME", this.username);
		environment.put("SPRING_DATASOURCE_PASSWORD", this.password);
		if (this.smtpPort != 0) {
			environment.put("SPRING_MAIL_HOST", EmbeddedMail.HOST);
			environment.put("SPRING_MAIL_PORT", Integer.toString(this.smtpPort));
		}
		return environment;
	}

	/**
	 * Returns the environment for receipts: the queue with the events of Amazon SES, and
	 * the configuration set that the mail server publishes to this queue.
	 * @return the variables and their values
	 */
	public Map<String, String> receiptEnvironment() {
		String url = eventQueueUrl();
		return Map.of("SQS_NOTIFICATION_EVENT_QUEUE_URL", url, "BOOKING_NOTIFICATION_EMAIL_SES_CONFIGURATION_SET",
				url.substring(url.lastIndexOf('/') + 1));
	}

	/**
	 * @return the URL of the queue with the events about the e-mails of this service
	 */
	public String eventQueueUrl() {
		return this.queueUrl.replace(this.kind.queueName(), this.kind.eventQueueName());
	}

	/**
	 * @return the URL of its dead-letter queue
	 */
	public String eventDeadLetterQueueUrl() {
		return this.queueUrl.replace(this.kind.queueName(), this.kind.eventDeadLetterQueueName());
	}

	/**
	 * Returns the same as {@link #environment()}, for an application that runs in this
	 * JVM.
	 * @return the properties and their values
	 */
	public Map<String, Object> properties() {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put(this.kind.queueVariable(), this.queueUrl);
		properties.put("spring.cloud.aws.region.static", Queues.REGION);
		properties.put("spring.cloud.aws.credentials.access-key", Queues.ACCESS_KEY);
		properties.put("spring.cloud.aws.credentials.secret-key", Queues.SECRET_KEY);
		properties.put("spring.datasource.url", this.jdbcUrl);
		properties.put("spring.datasource.username", this.username);
		properties.put("spring.datasource.password", this.password);
		if (this.smtpPort != 0) {
			properties.put("spring.mail.host", EmbeddedMail.HOST);
			properties.put("spring.mail.port", this.smtpPort);
		}
		return properties;
	}

	/**
	 * Returns the same as {@link #properties()}, for the main method of an application.
	 * @param settings further arguments
	 * @return all arguments, in the form {@code --name=value}
	 */
	public String[] arguments(String... settings) {
		return Stream
			.concat(properties().entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue()), Arrays.stream(settings))
			.toArray(String[]::new);
	}

	/**
	 * Describes what to do with the service while it runs, with commands to paste.
	 * @param port the port of its HTTP API
	 * @return lines of text
	 */
	public String nextSteps(String port) {
		return NextSteps.ofService(this, URI.create("http://localhost:" + port));
	}

	/**
	 * @return a data source for the service's database, without a pool
	 */
	public DataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.jdbcUrl);
		dataSource.setUser(this.username);
		dataSource.setPassword(this.password);
		return dataSource;
	}

	/**
	 * Sends a message to the queue.
	 * @return the message id
	 */
	public String send(String body) {
		return send(body, Map.of());
	}

	/**
	 * @param attributes message attributes, all of type String
	 * @return the id of the message that was sent to the queue
	 */
	public String send(String body, Map<String, String> attributes) {
		Map<String, MessageAttributeValue> values = new LinkedHashMap<>();
		attributes.forEach((name, value) -> values.put(name,
				MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
		return this.sqs
			.sendMessage((request) -> request.queueUrl(this.queueUrl).messageBody(body).messageAttributes(values))
			.messageId();
	}

	/**
	 * @return how many messages are in the queue
	 */
	public MessageCounts messages() {
		return count(this.queueUrl);
	}

	/**
	 * @return how many messages are in the dead-letter queue
	 */
	public MessageCounts deadLetterMessages() {
		return count(this.deadLetterQueueUrl);
	}

	/**
	 * Receives all visible messages of the dead-letter queue and makes them visible
	 * again. Their receive count grows by one.
	 * @return the messages, with all their attributes
	 */
	public List<Message> deadLetters() {
		return deadLetters(this.deadLetterQueueUrl);
	}

	/**
	 * Receives all visible messages of a dead-letter queue and makes them visible again.
	 * @param url the URL of the queue
	 * @return the messages, with all their attributes
	 */
	public List<Message> deadLetters(String url) {
		List<Message> deadLetters = new ArrayList<>();
		List<Message> batch;
		do {
			batch = this.sqs
				.receiveMessage((request) -> request.queueUrl(url)
					.maxNumberOfMessages(BATCH)
					.messageAttributeNames("All")
					.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
				.messages();
			deadLetters.addAll(batch);
		}
		while (!batch.isEmpty());
		deadLetters.forEach((message) -> this.sqs.changeMessageVisibility(
				(request) -> request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0)));
		return deadLetters;
	}

	/**
	 * Deletes all messages of both queues, also those in flight.
	 */
	public void purge() {
		this.sqs.purgeQueue((request) -> request.queueUrl(this.queueUrl));
		this.sqs.purgeQueue((request) -> request.queueUrl(this.deadLetterQueueUrl));
	}

	private MessageCounts count(String url) {
		Map<QueueAttributeName, String> attributes = this.sqs
			.getQueueAttributes((request) -> request.queueUrl(url)
				.attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
						QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
						QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
			.attributes();
		return new MessageCounts(Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)),
				Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)),
				Integer.parseInt(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED)));
	}

	/**
	 * How many messages a queue contains. SQS documents its numbers as approximate; those
	 * of the sandbox are exact.
	 *
	 * @param visible messages that can be received
	 * @param inFlight messages that were received and neither deleted nor released
	 * @param delayed messages whose delay has not ended
	 */
	public record MessageCounts(int visible, int inFlight, int delayed) {

		/**
		 * @return whether the queue contains no message in any state
		 */
		public boolean isEmpty() {
			return total() == 0;
		}

		/**
		 * @return the number of messages in all states
		 */
		public int total() {
			return this.visible + this.inFlight + this.delayed;
		}

	}

}
