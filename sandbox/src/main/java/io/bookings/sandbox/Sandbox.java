package io.bookings.sandbox;

import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A running SQS, PostgreSQL and mail server on 127.0.0.1. Closing the sandbox stops them
 * and deletes their data.
 */
public final class Sandbox implements AutoCloseable {

	private static @Nullable Sandbox shared;

	private final SqsServer sqs;

	private final Queues queues;

	private final DatabaseServer database;

	private final EmbeddedMail mail;

	private final Map<ServiceKind, SandboxService> services = new EnumMap<>(ServiceKind.class);

	private final Map<String, String> eventQueueUrls = new ConcurrentHashMap<>();

	private final Random random = new Random(20261126);

	private final AtomicBoolean closed = new AtomicBoolean();

	private Sandbox(SqsServer sqs, DatabaseServer database, EmbeddedMail mail) {
		this.sqs = sqs;
		this.queues = new Queues(sqs.endpoint(), !(sqs instanceof EmbeddedSqs));
		this.database = database;
		this.mail = mail;
		mail.onSesMail(this::publishEvents);
		for (ServiceKind kind : ServiceKind.values()) {
			this.services.put(kind, create(kind, ""));
		}
	}

	/**
	 * Starts a sandbox on free ports.
	 * @return the sandbox, with the queues and databases of all services
	 * @throws SandboxException if it does not start
	 */
	public static Sandbox start() {
		return start(0);
	}

	/**
	 * Starts a sandbox with SQS on a given port.
	 * @param sqsPort the port, 0 for a free one
	 * @return the sandbox, with the queues and databases of all services
	 * @throws SandboxException if the port is taken, or if the sandbox does not start for
	 * another reason
	 */
	public static Sandbox start(int sqsPort) {
		if (sqsPort != 0 && !Ports.isFree(sqsPort)) {
			throw new SandboxException(
					"Port %d, which is set for SQS, is in use by another process.".formatted(sqsPort));
		}
		Infrastructure infrastructure = Infrastructure.current();
		SqsServer sqs = infrastructure.startSqs(sqsPort);
		EmbeddedMail mail = null;
		DatabaseServer database = null;
		try {
			mail = EmbeddedMail.start();
			database = infrastructure.startDatabase();
			return new Sandbox(sqs, database, mail);
		}
		catch (RuntimeException ex) {
			if (database != null) {
				database.close();
			}
			if (mail != null) {
				mail.close();
			}
			sqs.close();
			throw ex;
		}
	}

	/**
	 * The sandbox of this JVM, started on first use and closed when the JVM ends. Do not
	 * close it.
	 * @return always the same one
	 * @throws SandboxException if it does not start
	 */
	public static synchronized Sandbox shared() {
		Sandbox sandbox = shared;
		if (sandbox == null) {
			sandbox = start();
			Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
			shared = sandbox;
		}
		return sandbox;
	}

	/**
	 * @return the queues and the database of all services
	 */
	public List<SandboxService> services() {
		return List.copyOf(this.services.values());
	}

	/**
	 * @return the queues and the database of a service
	 */
	public SandboxService service(ServiceKind kind) {
		return Objects.requireNonNull(this.services.get(kind));
	}

	/**
	 * @return the queues and the database of provider-consumer
	 */
	public SandboxService provider() {
		return service(ServiceKind.PROVIDER);
	}

	/**
	 * @return the queues and the database of user-consumer
	 */
	public SandboxService user() {
		return service(ServiceKind.USER);
	}

	/**
	 * Creates queues and a database for one test. All tests share the mail server.
	 * @param kind the service
	 * @return its queues and its database
	 */
	public SandboxService isolated(ServiceKind kind) {
		return create(kind, UUID.randomUUID().toString().substring(0, 8));
	}

	private SandboxService create(ServiceKind kind, String suffix) {
		String queueName = kind.queueName() + (suffix.isEmpty() ? "" : "-" + suffix);
		String deadLetterQueueName = kind.deadLetterQueueName() + (suffix.isEmpty() ? "" : "-" + suffix);
		String deadLetterQueueUrl = this.queues.createDeadLetterQueue(deadLetterQueueName, queueName);
		String queueUrl = this.queues.createQueue(queueName, deadLetterQueueName);
		String eventQueueName = kind.eventQueueName() + (suffix.isEmpty() ? "" : "-" + suffix);
		String eventDeadLetterQueueName = kind.eventDeadLetterQueueName() + (suffix.isEmpty() ? "" : "-" + suffix);
		this.queues.createDeadLetterQueue(eventDeadLetterQueueName, eventQueueName);
		this.eventQueueUrls.put(eventQueueName, this.queues.createQueue(eventQueueName, eventDeadLetterQueueName));
		String databaseName = kind.databaseName() + (suffix.isEmpty() ? "" : "_" + suffix);
		String jdbcUrl = this.database.create(databaseName);
		return new SandboxService(kind, queueUrl, deadLetterQueueUrl, jdbcUrl, databaseName, databaseName, sqs(),
				this.mail.smtpPort());
	}

	/**
	 * Publishes the events of a mail. The configuration set has the name of the queue.
	 */
	private void publishEvents(String configurationSet, SesMailServer.SesMail mail) {
		String queueUrl = this.eventQueueUrls.get(configurationSet);
		if (queueUrl != null && !this.closed.get()) {
			SesEvents.of(mail, this.random)
				.forEach((event) -> sqs().sendMessage((request) -> request.queueUrl(queueUrl).messageBody(event)));
		}
	}

	/**
	 * Creates a database for a program that is not one of the services. The role that
	 * owns it and the role's password have the name of the database.
	 * @param name the name, in lower case
	 * @return the JDBC URL
	 */
	public String createDatabase(String name) {
		return this.database.create(name);
	}

	/**
	 * @return the origin of all queue URLs
	 */
	public URI sqsEndpoint() {
		return this.sqs.endpoint();
	}

	/**
	 * @return a client of the sandbox's SQS, which closes with the sandbox
	 */
	public SqsClient sqs() {
		return this.queues.client();
	}

	/**
	 * @return all mails that the services have sent
	 */
	public Mailbox mail() {
		return this.mail.mailbox();
	}

	/**
	 * @return the IMAP port, where mails can be read
	 */
	int imapPort() {
		return this.mail.imapPort();
	}

	/**
	 * @return a connection with the privileges of the superuser
	 * @throws SQLException if PostgreSQL cannot be reached
	 */
	public Connection connectAsSuperuser() throws SQLException {
		return this.database.connectAsSuperuser();
	}

	/**
	 * Begins an outage: PostgreSQL closes all connections and refuses new ones. The data
	 * is kept.
	 */
	public void stopDatabase() {
		this.database.stopServer();
	}

	/**
	 * Ends the outage: PostgreSQL runs again, with the same data on the same port.
	 */
	public void startDatabase() {
		this.database.startServer();
	}

	/**
	 * Stops everything and deletes the data. A second call has no effect.
	 */
	@Override
	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			try {
				this.queues.close();
				this.sqs.close();
				this.mail.close();
			}
			finally {
				this.database.close();
			}
		}
	}

}
