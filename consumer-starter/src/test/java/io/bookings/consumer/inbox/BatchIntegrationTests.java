package io.bookings.consumer.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.bookings.consumer.PermanentFailureException;
import io.bookings.sandbox.Sandbox;
import io.bookings.sandbox.SandboxService;
import io.bookings.sandbox.ServiceKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static io.bookings.consumer.inbox.ConsumerFixture.attribute;
import static io.bookings.consumer.inbox.ConsumerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of each message of one batch, on a real queue and a real database.
 */
@Tag("database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchIntegrationTests {

	private final SandboxService service = Sandbox.shared().isolated(ServiceKind.PROVIDER);

	private final ConsumerFixture fixture = ConsumerFixture.startWithoutPolling(this.service);

	@AfterAll
	void stop() {
		this.fixture.close();
	}

	@BeforeEach
	void forget() {
		this.fixture.forget();
	}

	@Test
	void theGuidesExampleIsStoredAndDeleted() throws IOException {
		String example;
		try (InputStream resource = getClass().getResourceAsStream("/io/bookings/events/booking-created.json")) {
			example = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
		}
		this.fixture.consumer.consume(this.fixture.batch(example));
		assertThat(this.fixture.stored()).containsExactly("test-123");
		assertThat(this.fixture.processed()).containsExactly("test-123");
		this.fixture.assertQueueEmpty();
		assertThat(this.fixture.deadLetters()).isEmpty();
	}

	@Test
	void aDuplicateIsDeletedAndStoresNothing() {
		this.fixture.consumer.consume(this.fixture.batch(body("b-1")));
		String stampedAnew = body("b-1").replace("09:55:00Z", "09:59:59Z");
		this.fixture.consumer.consume(this.fixture.batch(stampedAnew));
		assertThat(this.fixture.stored()).containsExactly("b-1");
		this.fixture.assertQueueEmpty();
		assertThat(this.fixture.deadLetters()).isEmpty();
	}

	@Test
	void aDuplicateInsideABatchIsDeletedAndStoresNothing() {
		this.fixture.consumer.consume(this.fixture.batch(body("b-1"), body("b-2"), body("b-1"), body("b-1")));
		assertThat(this.fixture.stored()).containsExactly("b-1", "b-2");
		this.fixture.assertQueueEmpty();
		assertThat(this.fixture.deadLetters()).isEmpty();
	}

	@Test
	void aConflictGoesToTheDeadLetterQueue() {
		this.fixture.consumer.consume(this.fixture.batch(body("b-1")));
		String conflict = body("b-1", "another-user");
		this.fixture.consumer.consume(this.fixture.batch(conflict));
		assertThat(this.fixture.deadLetters()).isEqualTo(Map.of(conflict, "conflict"));
		this.fixture.assertQueueEmpty();
	}

	@Test
	void ofTwoConflictingEventsInABatchTheFirstIsStored() {
		String conflict = body("b-1", "another-user");
		this.fixture.consumer.consume(this.fixture.batch(body("b-1"), conflict));
		assertThat(this.fixture.stored()).containsExactly("b-1");
		assertThat(this.fixture.deadLetters()).isEqualTo(Map.of(conflict, "conflict"));
		this.fixture.assertQueueEmpty();
	}

	@ParameterizedTest(name = "{1}")
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			{"bookingId":                     | $ must be well-formed JSON
			[1]                               | $ must be a JSON object
			{}                                | bookingId is required
			{"bookingId":"a","bookingId":"a"} | bookingId must not have the same name twice
			{"bookingId":7}                   | bookingId must be a string
			""")
	void anInvalidBodyGoesToTheDeadLetterQueueWithTheReason(String body, String detail) {
		List<Message> batch = this.fixture.batch(body);
		this.fixture.consumer.consume(batch);
		List<Message> deadLetters = this.service.deadLetters();
		assertThat(deadLetters).singleElement().satisfies((letter) -> {
			assertThat(letter.body()).isEqualTo(body);
			assertThat(attribute(letter, "FailureReason")).isEqualTo("rejected");
			assertThat(attribute(letter, "FailureDetail")).contains(detail);
			assertThat(attribute(letter, "OriginalMessageId")).isEqualTo(batch.getFirst().messageId());
			assertThat(attribute(letter, "Consumer")).isEqualTo("booking-consumer");
			assertThat(attribute(letter, "FailedAt")).matches("\\d{4}-\\d{2}-\\d{2}T.*Z");
		});
		this.fixture.assertQueueEmpty();
	}

	@ParameterizedTest(name = "{0} bytes of room")
	@ValueSource(ints = { 0, 1, 27, 100 })
	void anInvalidBodyThatFillsTheMessageGoesToTheDeadLetterQueueAtOnce(int room) {
		String body = "x".repeat(1_048_576 - room);
		this.fixture.consumer.consume(this.fixture.batch(body));
		assertThat(this.service.deadLetters()).singleElement().satisfies((letter) -> {
			assertThat(letter.body()).isEqualTo(body);
			assertThat(letter.hasMessageAttributes()).isEqualTo(room >= 27);
		});
		this.fixture.assertQueueEmpty();
	}

	@Test
	void anInvalidMessageAmongNineGoodOnesCostsThemNothing() {
		List<String> bodies = new ArrayList<>(IntStream.range(0, 9).mapToObj((i) -> body("b-" + i)).toList());
		bodies.add(4, "{\"bookingId\":");
		this.fixture.consumer.consume(this.fixture.batch(bodies.toArray(String[]::new)));
		assertThat(this.fixture.stored()).hasSize(9);
		assertThat(this.fixture.deadLetters()).isEqualTo(Map.of("{\"bookingId\":", "rejected"));
		this.fixture.assertQueueEmpty();
	}

	@Test
	void anEventThatCanNeverBeStoredCostsTheOtherNineNothing() {
		this.fixture.handler.step = (event) -> {
			if (event.bookingId().equals("b-4")) {
				throw new PermanentFailureException("slotId names no slot");
			}
		};
		this.fixture.consumer
			.consume(this.fixture.batch(IntStream.range(0, 10).mapToObj((i) -> body("b-" + i)).toArray(String[]::new)));
		assertThat(this.fixture.stored()).hasSize(9).doesNotContain("b-4").isEqualTo(this.fixture.processed());
		assertThat(this.service.deadLetters()).singleElement().satisfies((letter) -> {
			assertThat(letter.body()).isEqualTo(body("b-4"));
			assertThat(attribute(letter, "FailureReason")).isEqualTo("failed");
			assertThat(attribute(letter, "FailureDetail")).isEqualTo("slotId names no slot");
		});
		this.fixture.assertQueueEmpty();
	}

	@Test
	void dataThatTheDatabaseRefusesIsAPermanentFailureWithoutTheData() {
		this.fixture.consumer.consume(this.fixture.batch(body("b-1")));
		JdbcClient.create(this.service.dataSource()).sql("delete from processed_booking").update();
		this.fixture.consumer.consume(this.fixture.batch(body("b-1"), body("b-2")));
		assertThat(this.fixture.stored()).containsExactly("b-1", "b-2");
		assertThat(this.service.deadLetters()).singleElement()
			.satisfies((letter) -> assertThat(attribute(letter, "FailureDetail"))
				.isEqualTo("DuplicateKeyException, SQLSTATE 23505"));
	}

	@Test
	void aPassingFailureIsTriedAgainWithoutALoss() {
		AtomicInteger failures = new AtomicInteger(3);
		this.fixture.handler.step = (event) -> {
			if (event.bookingId().equals("b-1") && failures.getAndDecrement() > 0) {
				throw new PessimisticLockingFailureException("busy");
			}
		};
		// The batch fails for b-1, then b-1 fails alone.
		this.fixture.consumer.consume(this.fixture.batch(body("b-0"), body("b-1"), body("b-2")));
		assertThat(this.fixture.stored()).containsExactly("b-0", "b-2");
		assertThat(this.service.messages().total()).isEqualTo(1);
		this.fixture.consumer.consume(this.fixture.receive(1));
		assertThat(this.fixture.stored()).containsExactly("b-0", "b-2");
		this.fixture.consumer.consume(this.fixture.receive(1));
		assertThat(this.fixture.stored()).containsExactly("b-0", "b-1", "b-2");
		this.fixture.assertQueueEmpty();
		assertThat(this.fixture.deadLetters()).isEmpty();
	}

	@Test
	void anUnknownFailureOfTheHandlerIsTriedAgain() {
		this.fixture.handler.step = (event) -> {
			throw new IllegalStateException("a bug");
		};
		this.fixture.consumer.consume(this.fixture.batch(body("b-1")));
		assertThat(this.fixture.stored()).isEmpty();
		assertThat(this.fixture.processed()).isEmpty();
		this.fixture.handler.step = (event) -> {
		};
		this.fixture.consumer.consume(this.fixture.receive(1));
		assertThat(this.fixture.stored()).containsExactly("b-1");
		this.fixture.assertQueueEmpty();
	}

	@Test
	void attributesThatWouldConfuseALibraryDoNoHarmAndReachTheDeadLetterQueue() {
		Map<String, String> attributes = Map.of("Sqs_ReceiptHandle", "mine", "contentType", "no/such/type", "id", "x",
				"timestamp", "y", "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
		this.service.send(body("b-1"), attributes);
		this.service.send("not a booking", attributes);
		this.fixture.consumer.consume(this.fixture.receive(2));
		assertThat(this.fixture.stored()).containsExactly("b-1");
		this.fixture.assertQueueEmpty();
		assertThat(this.service.deadLetters()).singleElement()
			.satisfies((letter) -> attributes
				.forEach((name, value) -> assertThat(attribute(letter, name)).isEqualTo(value)));
	}

	@Test
	void aMessageThatWasDeliveredTwiceIntoOneBatchIsDeleted() {
		Message once = this.fixture.batch(body("b-1")).getFirst();
		this.service.sqs()
			.changeMessageVisibility((request) -> request.queueUrl(this.service.queueUrl())
				.receiptHandle(once.receiptHandle())
				.visibilityTimeout(0));
		Message again = this.fixture.receive(1).getFirst();
		assertThat(again.messageId()).isEqualTo(once.messageId());
		this.fixture.consumer.consume(List.of(once, again));
		assertThat(this.fixture.stored()).containsExactly("b-1");
		this.fixture.assertQueueEmpty();
	}

	@Test
	void withoutADeadLetterQueueAnInvalidMessageStaysInItsQueue() {
		String queueUrl = this.service.sqs()
			.createQueue((request) -> request.queueName("no-dlq-" + System.nanoTime()))
			.queueUrl();
		try (ConsumerFixture alone = ConsumerFixture.startWithoutPolling(this.service,
				"booking.consumer.queue-url=" + queueUrl)) {
			this.service.sqs()
				.sendMessage(SendMessageRequest.builder().queueUrl(queueUrl).messageBody("not a booking").build());
			List<Message> received = this.service.sqs()
				.receiveMessage((request) -> request.queueUrl(queueUrl))
				.messages();
			alone.consumer.consume(received);
			alone.consumer.consume(this.service.sqs()
				.receiveMessage((request) -> request.queueUrl(queueUrl).waitTimeSeconds(5))
				.messages());
		}
		assertThat(this.service.sqs()
			.receiveMessage((request) -> request.queueUrl(queueUrl).waitTimeSeconds(5))
			.messages()).singleElement().satisfies((message) -> assertThat(message.body()).isEqualTo("not a booking"));
	}

}
