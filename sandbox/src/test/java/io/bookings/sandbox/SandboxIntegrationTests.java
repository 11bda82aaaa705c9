package io.bookings.sandbox;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class SandboxIntegrationTests {

	private final Sandbox sandbox = Sandbox.shared();

	@Test
	void aMessageIsReceivedWithItsBodyAndAttributesAndIsInFlightUntilItIsDeleted() {
		SandboxService provider = this.sandbox.isolated(ServiceKind.PROVIDER);
		String id = provider.send("{\"bookingId\":\"test-123\"}", Map.of("source", "test"));
		assertThat(provider.messages()).isEqualTo(new SandboxService.MessageCounts(1, 0, 0));
		Message message = receive(provider).getFirst();
		assertThat(message.messageId()).isEqualTo(id);
		assertThat(message.body()).isEqualTo("{\"bookingId\":\"test-123\"}");
		assertThat(message.messageAttributes().get("source").stringValue()).isEqualTo("test");
		assertThat(receive(provider)).isEmpty();
		assertThat(provider.messages()).isEqualTo(new SandboxService.MessageCounts(0, 1, 0));
		this.sandbox.sqs()
			.deleteMessage((request) -> request.queueUrl(provider.queueUrl()).receiptHandle(message.receiptHandle()));
		assertThat(provider.messages().isEmpty()).isTrue();
	}

	@Test
	void aMessageIsDeadLetteredAfterFiveReceivesAndStaysThereWhenItIsRead() {
		SandboxService user = this.sandbox.isolated(ServiceKind.USER);
		String id = user.send("unsettled");
		for (int i = 0; i < 5; i++) {
			await().until(() -> receiveAndRelease(user) == 1);
		}
		assertThat(receive(user)).isEmpty();
		await().untilAsserted(() -> assertThat(user.deadLetters()).extracting(Message::messageId).containsExactly(id));
		assertThat(user.deadLetters()).extracting(Message::body).containsExactly("unsettled");
		assertThat(user.messages().isEmpty()).isTrue();
		assertThat(user.deadLetterMessages()).isEqualTo(new SandboxService.MessageCounts(1, 0, 0));
	}

	@Test
	void allDeadLettersAreReadEvenIfOneReceiveReturnsOnlySome() {
		SandboxService user = this.sandbox.isolated(ServiceKind.USER);
		for (int i = 0; i < 25; i++) {
			String body = "message " + i;
			this.sandbox.sqs().sendMessage((request) -> request.queueUrl(user.deadLetterQueueUrl()).messageBody(body));
		}
		assertThat(user.deadLetters()).extracting(Message::body).doesNotHaveDuplicates().hasSize(25);
		assertThat(user.deadLetterMessages().visible()).isEqualTo(25);
	}

	@Test
	void purgingDeletesAllMessagesIncludingThoseInFlight() {
		SandboxService user = this.sandbox.isolated(ServiceKind.USER);
		user.send("in flight");
		assertThat(receive(user)).hasSize(1);
		user.send("visible");
		user.purge();
		assertThat(user.messages().isEmpty()).isTrue();
		assertThat(user.deadLetterMessages().isEmpty()).isTrue();
	}

	@Test
	void aBodyOfOneMebibyteIsAcceptedAndALongerOneIsRejected() {
		SandboxService provider = this.sandbox.isolated(ServiceKind.PROVIDER);
		String body = "x".repeat(1024 * 1024);
		provider.send(body);
		assertThat(receive(provider).getFirst().body()).isEqualTo(body);
		assertThatExceptionOfType(SqsException.class).isThrownBy(() -> provider.send(body + "x"));
	}

	@Test
	void isolatedServicesShareNeitherQueuesNorDatabase() throws SQLException {
		SandboxService one = this.sandbox.isolated(ServiceKind.PROVIDER);
		SandboxService other = this.sandbox.isolated(ServiceKind.PROVIDER);
		one.send("for one");
		execute(one, "create table only_here (id text)");
		assertThat(receive(other)).isEmpty();
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(other, "select * from only_here"))
			.withMessageContaining("only_here");
		assertThat(one.deadLetterQueueUrl()).isNotEqualTo(other.deadLetterQueueUrl());
		assertThat(one.kind()).isEqualTo(other.kind());
	}

	@Test
	void aDatabaseAcceptsOnlyItsOwnerWithTheCorrectPassword() {
		SandboxService user = this.sandbox.user();
		SandboxService wrong = new SandboxService(user.kind(), user.queueUrl(), user.deadLetterQueueUrl(),
				user.jdbcUrl(), user.username(), "wrong", user.sqs());
		assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(wrong, "select 1"))
			.withMessageContaining("password authentication failed");
	}

	@Test
	void theEnvironmentHasTheRequiredVariablesAndTheMailServer() {
		SandboxService provider = this.sandbox.provider();
		assertThat(provider.environment()).containsExactly(
				Map.entry("SQS_BOOKING_REQUEST_QUEUE_URL",
						this.sandbox.sqsEndpoint() + "/000000000000/booking-request-queue"),
				Map.entry("AWS_REGION", "us-east-1"), Map.entry("AWS_ACCESS_KEY_ID", "test"),
				Map.entry("AWS_SECRET_ACCESS_KEY", "test"), Map.entry("SPRING_DATASOURCE_URL", provider.jdbcUrl()),
				Map.entry("SPRING_DATASOURCE_USERNAME", "provider_consumer"),
				Map.entry("SPRING_DATASOURCE_PASSWORD", "provider_consumer"),
				Map.entry("SPRING_MAIL_HOST", "127.0.0.1"),
				Map.entry("SPRING_MAIL_PORT", Integer.toString(provider.smtpPort())));
		assertThat(provider.properties()).hasSameSizeAs(provider.environment())
			.containsEntry("SQS_BOOKING_REQUEST_QUEUE_URL", provider.queueUrl())
			.containsEntry("spring.mail.port", provider.smtpPort());
		assertThat(provider.arguments("--server.port=0")).hasSize(provider.properties().size() + 1)
			.contains("--spring.datasource.url=" + provider.jdbcUrl())
			.endsWith("--server.port=0");
		assertThat(this.sandbox.user().environment()).containsEntry("SQS_BOOKING_CONFIRMATION_QUEUE_URL",
				this.sandbox.sqsEndpoint() + "/000000000000/booking-confirmation-queue");
	}

	@Test
	void anOutageOfTheDatabaseClosesConnectionsAndKeepsTheData() throws SQLException {
		try (Sandbox own = Sandbox.start()) {
			SandboxService provider = own.provider();
			execute(provider, "create table kept (id text)");
			execute(provider, "insert into kept values ('booking-1')");
			try (Connection connection = provider.dataSource().getConnection()) {
				own.stopDatabase();
				assertThat(connection.isValid(1)).isFalse();
			}
			assertThatExceptionOfType(SQLException.class).isThrownBy(() -> execute(provider, "select 1"))
				.withRootCauseInstanceOf(ConnectException.class);
			own.startDatabase();
			try (Connection connection = provider.dataSource().getConnection();
					Statement statement = connection.createStatement();
					ResultSet rows = statement.executeQuery("select id from kept")) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getString(1)).isEqualTo("booking-1");
			}
		}
	}

	@Test
	void aPortInUseIsNamed() {
		int port = this.sandbox.sqsEndpoint().getPort();
		assertThatExceptionOfType(SandboxException.class).isThrownBy(() -> Sandbox.start(port))
			.withMessage("Port %d, which is set for SQS, is in use by another process.", port);
	}

	@Test
	void closingLeavesNoOpenPortEvenWhileALongPollHangs() throws IOException {
		Sandbox own = Sandbox.start();
		URI database = database(own);
		assertThat(canConnect(own.sqsEndpoint())).isTrue();
		assertThat(canConnect(database)).isTrue();
		try (Socket longPoll = longPoll(own.user())) {
			assertThat(longPoll.isConnected()).isTrue();
			long start = System.nanoTime();
			own.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(18)); // a
																										// long
																										// poll
																										// takes
																										// 20
			own.close();
		}
		assertThat(canConnect(own.sqsEndpoint())).isFalse();
		assertThat(canConnect(database)).isFalse();
	}

	@Test
	@DisabledIfSystemProperty(named = Infrastructure.PROPERTY, matches = "containers",
			disabledReason = "PostgreSQL runs in a container")
	void closingLeavesNoProcess() {
		Sandbox own = Sandbox.start();
		List<ProcessHandle> processes = postgres(database(own).getPort());
		assertThat(processes).hasSizeGreaterThan(1);
		own.close();
		// A zombie process still has a process id, but no command.
		await().atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(processes).extracting((process) -> process.info().command())
				.allMatch(Optional::isEmpty));
	}

	private static URI database(Sandbox sandbox) {
		return URI.create(sandbox.user().jdbcUrl().substring("jdbc:".length()));
	}

	private List<Message> receive(SandboxService service) {
		return this.sandbox.sqs()
			.receiveMessage((ReceiveMessageRequest.Builder request) -> request.queueUrl(service.queueUrl())
				.waitTimeSeconds(0)
				.messageAttributeNames("All")
				.messageSystemAttributeNames(MessageSystemAttributeName.ALL))
			.messages();
	}

	private int receiveAndRelease(SandboxService service) {
		List<Message> messages = receive(service);
		messages.forEach((message) -> this.sandbox.sqs()
			.changeMessageVisibility((request) -> request.queueUrl(service.queueUrl())
				.receiptHandle(message.receiptHandle())
				.visibilityTimeout(0)));
		return messages.size();
	}

	private static Socket longPoll(SandboxService service) throws IOException {
		URI queue = URI.create(service.queueUrl());
		Socket socket = new Socket(queue.getHost(), queue.getPort());
		String body = "{\"QueueUrl\":\"%s\",\"WaitTimeSeconds\":20}".formatted(queue);
		socket.getOutputStream().write("""
				POST / HTTP/1.1
				Host: %s
				Content-Type: application/x-amz-json-1.0
				X-Amz-Target: AmazonSQS.ReceiveMessage
				Content-Length: %d

				%s""".formatted(queue.getAuthority(), body.length(), body).getBytes(StandardCharsets.UTF_8));
		return socket;
	}

	private static void execute(SandboxService service, String sql) throws SQLException {
		try (Connection connection = service.dataSource().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static List<ProcessHandle> postgres(int port) {
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info().commandLine().orElse("").contains(" -p " + port + " "))
			.flatMap((process) -> Stream.concat(Stream.of(process), process.descendants()))
			.toList();
	}

	private static boolean canConnect(URI address) {
		try (Socket socket = new Socket(address.getHost(), address.getPort())) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
