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
 * What one consumer service finds in the sandbox: its queue, its dead-letter queue, its
 * database and the mail server.
 *
 * @param kind which of the two services this is for
 * @param queueUrl the URL of the queue, whose origin is the SQS endpoint
 * @param deadLetterQueueUrl the URL of the dead-letter queue
 * @param jdbcUrl the URL of the database
 * @param username the role that owns the database
 * @param password the role's password
 * @param sqs a client that reaches both queues
 * @param smtpPort the mail server's port on 127.0.0.1, 0 for no mail server
 */
public record SandboxService(Kind kind, String queueUrl, String deadLetterQueueUrl, String jdbcUrl, String username,
		String password, SqsClient sqs, int smtpPort) {

	private static final int BATCH = 10;

	/**
	 * What a service finds to which no mail server is known.
	 */
	public SandboxService(Kind kind, String queueUrl, String deadLetterQueueUrl, String jdbcUrl, String username,
			String password, SqsClient sqs) {
		this(kind, queueUrl, deadLetterQueueUrl, jdbcUrl, username, password, sqs, 0);
	}

	/**
	 * What a process is started with: the environment that the guide lists, the data
	 * source and the mail server. No endpoint is among it, since the queue URL's origin
	 * is one.
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
	 * The same as {@link #environment()}, for an application that is started inside this
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
	 * The same as {@link #properties()}, for an application's main method.
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
	 * Tells a person what to do with the service once it runs.
	 * @param port where the service answers HTTP
	 * @return some lines of text with commands to paste
	 */
	public String nextSteps(String port) {
		return NextSteps.describe(this, URI.create("http://localhost:" + port));
	}

	/**
	 * @return a data source without a pool, for looking into the service's database
	 */
	public DataSource dataSource() {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(this.jdbcUrl);
		dataSource.setUser(this.username);
		dataSource.setPassword(this.password);
		return dataSource;
	}

	/**
	 * @return the id of the message that was sent to the queue
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
	 * Reads the dead-letter queue. The messages stay there, visible, with one receive
	 * more on their count.
	 * @return the messages that were visible, with all their attributes
	 */
	public List<Message> deadLetters() {
		List<Message> deadLetters = new ArrayList<>();
		List<Message> batch;
		do {
			batch = this.sqs
				.receiveMessage((request) -> request.queueUrl(this.deadLetterQueueUrl)
					.maxNumberOfMessages(BATCH)
					.messageAttributeNames("All")
					.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
				.messages();
			deadLetters.addAll(batch);
		}
		while (!batch.isEmpty());
		deadLetters.forEach(
				(message) -> this.sqs.changeMessageVisibility((request) -> request.queueUrl(this.deadLetterQueueUrl)
					.receiptHandle(message.receiptHandle())
					.visibilityTimeout(0)));
		return deadLetters;
	}

	/**
	 * Deletes all messages of both queues, those in flight included.
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
	 * The services that the sandbox knows.
	 */
	public enum Kind {

		/**
		 * provider-consumer, which takes {@code BOOKING_CREATED}.
		 */
		PROVIDER("provider-consumer", "booking-request", "provider_consumer", "booking_request",
				"SQS_BOOKING_REQUEST_QUEUE_URL"),

		/**
		 * user-consumer, which takes {@code BOOKING_CONFIRMED}.
		 */
		USER("user-consumer", "booking-confirmation", "user_consumer", "booking_confirmation",
				"SQS_BOOKING_CONFIRMATION_QUEUE_URL");

		private final String serviceName;

		private final String queuePrefix;

		private final String databaseName;

		private final String tableName;

		private final String queueVariable;

		Kind(String serviceName, String queuePrefix, String databaseName, String tableName, String queueVariable) {
			this.serviceName = serviceName;
			this.queuePrefix = queuePrefix;
			this.databaseName = databaseName;
			this.tableName = tableName;
			this.queueVariable = queueVariable;
		}

		/**
		 * @return the environment variable from which the service takes its queue URL
		 */
		public String queueVariable() {
			return this.queueVariable;
		}

		/**
		 * @return the name of the service, which is that of its module and jar
		 */
		public String serviceName() {
			return this.serviceName;
		}

		String queueName() {
			return this.queuePrefix + "-queue";
		}

		String deadLetterQueueName() {
			return this.queuePrefix + "-dlq";
		}

		String databaseName() {
			return this.databaseName;
		}

		/**
		 * @return the table in which the service stores what the event says
		 */
		String tableName() {
			return this.tableName;
		}

	}

	/**
	 * How many messages a queue holds. Amazon calls its numbers approximate; the
	 * sandbox's are exact.
	 *
	 * @param visible those that a receive would get
	 * @param inFlight those that were received and neither deleted nor released
	 * @param delayed those that wait for the end of their delay
	 */
	public record MessageCounts(int visible, int inFlight, int delayed) {

		/**
		 * @return whether there is no message at all, in whatever state
		 */
		public boolean isEmpty() {
			return total() == 0;
		}

		/**
		 * @return the number of messages in whatever state
		 */
		public int total() {
			return this.visible + this.inFlight + this.delayed;
		}

	}

}
