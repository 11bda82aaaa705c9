package io.bookings.sandbox;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.bookings.events.BookingConfirmed;
import io.bookings.events.BookingCreated;
import io.bookings.events.BookingEvent;
import org.jspecify.annotations.Nullable;
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
public record SandboxService(Kind kind, String queueUrl, String deadLetterQueueUrl, String jdbcUrl, String username,
		String password, SqsClient sqs, int smtpPort) {

	private static final int BATCH = 10;

	/**
	 * Creates a service without a mail server.
	 */
	public SandboxService(Kind kind, String queueUrl, String deadLetterQueueUrl, String jdbcUrl, String username,
			String password, SqsClient sqs) {
		this(kind, queueUrl, deadLetterQueueUrl, jdbcUrl, username, password, sqs, 0);
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
	 * The services that the sandbox knows, and everything in which they differ.
	 */
	public enum Kind {

		/**
		 * provider-consumer, which consumes {@code BOOKING_CREATED}.
		 */
		PROVIDER("provider", 8081, "booking-request", "booking-created.json",
				new SampleRequests("/providers/provider-789/contact", """
						{"name":"Praxis am Park","email":"provider-789@example.org","locale":"de",\
						"timeZone":"Europe/Berlin","channels":["email"]}""", "provider-789",
						List.of("/booking-requests?providerId=provider-789", "/booking-requests/{bookingId}")),
				(booking) -> new BookingCreated(booking.id(), booking.userId(), booking.providerId(), booking.slotId(),
						booking.slotStart(), booking.slotEnd(), Instant.now()),
				new Tables("provider_contact", """
						select booking_id, concat_ws(' ', user_id, provider_id, slot_id,
							extract(epoch from slot_start)::bigint, extract(epoch from slot_end)::bigint)
						from booking_request""",
						(booking) -> "%s %s %s %d %d".formatted(booking.userId(), booking.providerId(),
								booking.slotId(), booking.slotStart().getEpochSecond(),
								booking.slotEnd().getEpochSecond()),
						null)),

		/**
		 * user-consumer, which consumes {@code BOOKING_CONFIRMED}.
		 */
		USER("user", 8082, "booking-confirmation", "booking-confirmed.json",
				new SampleRequests("/users/user-456/profile", """
						{"name":"Kim Miller","email":"user-456@example.org","locale":"en",\
						"timeZone":"America/New_York","channels":["email"]}""", "user-456",
						List.of("/users/user-456/bookings")),
				(booking) -> new BookingConfirmed(booking.id(), booking.providerId(), booking.acceptedAt(),
						Instant.now()),
				new Tables(
						"user_profile", """
								select booking_id,
									concat_ws(' ', provider_id, extract(epoch from accepted_at)::bigint, user_id)
								from booking_confirmation""", (booking) -> "%s %d %s".formatted(booking.providerId(),
								booking.acceptedAt().getEpochSecond(), booking.userId()),
						"select user_id, confirmed_bookings from user_profile"));

		/**
		 * The service that is the booking directory of the others.
		 */
		public static final Kind DIRECTORY = PROVIDER;

		private final String recipient;

		private final int defaultPort;

		private final String subject;

		private final String sampleEvent;

		private final SampleRequests sampleRequests;

		private final Function<Booking, BookingEvent> event;

		private final Tables tables;

		/**
		 * Describes a service.
		 * @param recipient whom the service notifies; the names of the service, of its
		 * database and of its port's variable begin with it
		 * @param defaultPort the port of its HTTP API in a local run
		 * @param subject what the service stores, from which the names of its queues, of
		 * their variable and of its table derive
		 * @param sampleEvent the file with the contract's example of the event
		 */
		Kind(String recipient, int defaultPort, String subject, String sampleEvent, SampleRequests sampleRequests,
				Function<Booking, BookingEvent> event, Tables tables) {
			this.recipient = recipient;
			this.defaultPort = defaultPort;
			this.subject = subject;
			this.sampleEvent = sampleEvent;
			this.sampleRequests = sampleRequests;
			this.event = event;
			this.tables = tables;
		}

		/**
		 * @return the environment variable with the queue URL
		 */
		public String queueVariable() {
			return "SQS_" + upperCase(this.subject) + "_QUEUE_URL";
		}

		/**
		 * @return the name of the service, its module and its jar
		 */
		public String serviceName() {
			return this.recipient + "-consumer";
		}

		/**
		 * @return whom the service notifies: {@code provider} or {@code user}, with which
		 * the ids of the recipients begin
		 */
		public String recipient() {
			return this.recipient;
		}

		/**
		 * @return the event that the service consumes for a booking, with a new time
		 * stamp on each call, as publishers create it
		 */
		public BookingEvent event(Booking booking) {
			return this.event.apply(booking);
		}

		/**
		 * @return the table with the contacts of the recipients
		 */
		public String contactTable() {
			return this.tables.contacts();
		}

		/**
		 * @return the query for all bookings that the service has stored: the booking id,
		 * and the content in one column
		 */
		public String rowQuery() {
			return this.tables.rowQuery();
		}

		/**
		 * @return the content of a booking's row as {@link #rowQuery()} selects it
		 */
		public String expectedRow(Booking booking) {
			return this.tables.expectedRow().apply(booking);
		}

		/**
		 * @return the query for the number of bookings of each user, {@code null} if the
		 * service does not count them
		 */
		public @Nullable String bookingCountQuery() {
			return this.tables.bookingCountQuery();
		}

		String queueName() {
			return this.subject + "-queue";
		}

		String deadLetterQueueName() {
			return this.subject + "-dlq";
		}

		/**
		 * @return the name of the queue with the events about the service's e-mails
		 */
		String eventQueueName() {
			return this.recipient + "-notification-event-queue";
		}

		String eventDeadLetterQueueName() {
			return this.recipient + "-notification-event-dlq";
		}

		String databaseName() {
			return this.recipient + "_consumer";
		}

		/**
		 * @return the table in which the service stores the content of the event
		 */
		String tableName() {
			return this.subject.replace('-', '_');
		}

		/**
		 * @return the environment variable that sets the port in a local run
		 */
		String portVariable() {
			return upperCase(this.recipient) + "_PORT";
		}

		int defaultPort() {
			return this.defaultPort;
		}

		String sampleEvent() {
			return this.sampleEvent;
		}

		SampleRequests sampleRequests() {
			return this.sampleRequests;
		}

		private static String upperCase(String name) {
			return name.toUpperCase(Locale.ROOT).replace('-', '_');
		}

		/**
		 * Requests to the service's HTTP API that fit the sample events.
		 *
		 * @param contactPath where the contact of the sample's recipient is
		 * @param contact the contact, as JSON
		 * @param recipientId the id of the sample's recipient
		 * @param bookingPaths where the bookings can be read; may contain
		 * {@code {bookingId}}
		 */
		record SampleRequests(String contactPath, String contact, String recipientId, List<String> bookingPaths) {

			/**
			 * @return the paths of a booking, those that all services have included
			 */
			List<String> bookingPaths(String bookingId) {
				return Stream.concat(this.bookingPaths.stream(), Stream.of("/bookings/{bookingId}/history"))
					.map((path) -> path.replace("{bookingId}", bookingId))
					.toList();
			}

		}

		/**
		 * What differs in the databases of the services.
		 *
		 * @param contacts the table with the contacts of the recipients
		 * @param rowQuery selects the booking id and the content of each stored booking
		 * @param expectedRow the content of a booking's row
		 * @param bookingCountQuery selects the number of bookings of each user;
		 * {@code null} if they are not counted
		 */
		private record Tables(String contacts, String rowQuery, Function<Booking, String> expectedRow,
				@Nullable String bookingCountQuery) {
		}

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
