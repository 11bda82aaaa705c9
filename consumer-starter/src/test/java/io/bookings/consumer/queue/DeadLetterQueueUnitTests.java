package io.bookings.consumer.queue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeadLetterQueueUnitTests {

	private static final int MAX_BYTES = 1024 * 1024;

	private static final String DEAD_LETTER_QUEUE_URL = "http://localhost:4566/000000000000/booking-request-dlq";

	private final StubSqs sqs = new StubSqs(Map.of());

	@Test
	void aCopyTellsWhatFailedWhyWhereAndWhen() {
		Instant before = Instant.now();
		assertThat(send("{}", Map.of())).isTrue();
		SendMessageRequest copy = copy();
		assertThat(copy.queueUrl()).isEqualTo(DEAD_LETTER_QUEUE_URL);
		assertThat(copy.messageBody()).isEqualTo("{}");
		assertThat(copy.messageAttributes()).containsOnlyKeys("FailureReason", "FailureDetail", "OriginalMessageId",
				"Consumer", "FailedAt");
		assertThat(copy.messageAttributes()).containsEntry("FailureReason", text("rejected"))
			.containsEntry("FailureDetail", text("bookingId is missing"))
			.containsEntry("OriginalMessageId", text("message-1"))
			.containsEntry("Consumer", text("provider-consumer"));
		assertThat(Instant.parse(value("FailedAt"))).isBetween(before, Instant.now());
	}

	@Test
	void theMessagesOwnAttributesAreKeptWhateverTheirType() {
		Map<String, MessageAttributeValue> attributes = Map.of("source", text("booking-service"), "attempt",
				MessageAttributeValue.builder().dataType("Number").stringValue("3").build(), "signature",
				MessageAttributeValue.builder()
					.dataType("Binary")
					.binaryValue(SdkBytes.fromByteArray(new byte[] { 1, 2 }))
					.build());
		send("{}", attributes);
		assertThat(copy().messageAttributes()).hasSize(8).containsAllEntriesOf(attributes);
		assertThat(value("FailureDetail")).isEqualTo("bookingId is missing");
	}

	@Test
	void ofMoreThanTenAttributesTheReasonIsKeptAndTheRestIsCounted() {
		Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
		for (int i = 0; i < 10; i++) {
			attributes.put("original-" + i, text("value"));
		}
		send("{}", attributes);
		assertThat(copy().messageAttributes()).hasSize(10)
			.containsKeys("FailureReason", "FailureDetail", "OriginalMessageId", "Consumer", "FailedAt", "original-0",
					"original-4");
		assertThat(value("FailureDetail")).isEqualTo("bookingId is missing (5 of its attributes did not fit)");
	}

	@Test
	void theReasonOfAnEarlierFailureIsReplacedAndNotCountedAsLost() {
		send("{}",
				Map.of("FailureReason", text("failed"), "FailureDetail", text("of yesterday"), "OriginalMessageId",
						text("message-0"), "Consumer", text("another"), "FailedAt", text("2025-02-19T10:00:00Z"),
						"source", text("redrive")));
		assertThat(copy().messageAttributes()).hasSize(6)
			.containsEntry("FailureReason", text("rejected"))
			.containsEntry("FailureDetail", text("bookingId is missing"))
			.containsEntry("OriginalMessageId", text("message-1"))
			.containsEntry("source", text("redrive"));
	}

	@Test
	void attributesThatWouldMakeTheCopyTooLargeAreLeftOutAndTheReasonSaysSo() {
		String body = "x".repeat(MAX_BYTES - 100_000);
		assertThat(send(body, Map.of("large", text("y".repeat(100_000 - 13)), "small", text("z")))).isTrue();
		assertThat(copy().messageAttributes()).containsKey("small").doesNotContainKey("large");
		assertThat(value("FailureDetail")).endsWith("(1 of its attributes did not fit)");
		assertThat(size(copy())).isLessThanOrEqualTo(MAX_BYTES);
	}

	@Test
	void theSizeIsCountedInBytesAndNotInCharacters() {
		String body = "é".repeat((MAX_BYTES - 10_000) / 2);
		send(body, Map.of("large", text("é".repeat(4_900))));
		assertThat(copy().messageAttributes()).doesNotContainKey("large");
		assertThat(size(copy())).isLessThanOrEqualTo(MAX_BYTES);
	}

	@Test
	void theLargestBodyBesideWhichTheWholeReasonFitsCarriesAllOfIt() {
		int reason = size(copyOf("", Map.of()));
		// An instant's text has up to nine digits after the point.
		copyOf("x".repeat(MAX_BYTES - reason - 20), Map.of());
		assertThat(this.sqs.sent.getLast().messageAttributes()).containsOnlyKeys("FailureReason", "FailureDetail",
				"OriginalMessageId", "Consumer", "FailedAt");
	}

	@ParameterizedTest(name = "{0} bytes of room: {1}")
	@CsvSource(textBlock = """
			0,   ''
			1,   ''
			26,  ''
			27,  FailureReason
			46,  FailureReason
			47,  FailureReason FailureDetail
			66,  FailureReason FailureDetail
			97,  FailureReason FailureDetail
			98,  FailureReason FailureDetail OriginalMessageId
			129, FailureReason FailureDetail OriginalMessageId Consumer
			500, FailureReason FailureDetail OriginalMessageId Consumer FailedAt
			""")
	void aBodyThatFillsTheMessageIsSentWithAsMuchOfTheReasonAsFits(int room, String attributes) {
		SendMessageRequest copy = copyOf("x".repeat(MAX_BYTES - room), Map.of("source", text("booking-service")));
		assertThat(copy.messageBody()).hasSize(MAX_BYTES - room);
		assertThat(copy.messageAttributes())
			.containsOnlyKeys(attributes.isEmpty() ? new String[0] : attributes.split(" "));
		assertThat(size(copy)).isLessThanOrEqualTo(MAX_BYTES);
	}

	@Test
	void theDetailIsCutToTheRoomThatThereIs() {
		SendMessageRequest copy = copyOf("x".repeat(MAX_BYTES - 27 - 26), Map.of());
		assertThat(copy.messageAttributes()).containsOnlyKeys("FailureReason", "FailureDetail")
			.containsEntry("FailureDetail", text("booking"));
	}

	@Test
	void aDetailOfSeveralBytesForACharacterIsCutByBytes() {
		send(message("x".repeat(MAX_BYTES - 27 - 19 - 5), Map.of()), "😀😀",
				TestProperties.of(TestProperties.QUEUE_URL, DEAD_LETTER_QUEUE_URL));
		assertThat(copy().messageAttributes()).containsEntry("FailureDetail", text("😀"));
	}

	@ParameterizedTest(name = "a queue of {0} bytes more than the body")
	@CsvSource(textBlock = """
			0,  ''
			26, ''
			27, FailureReason
			""")
	void aQueueThatTakesLessThanSqsDoesGetsWhatItTakes(int room, String attributes) {
		String body = "x".repeat(250_000);
		this.sqs.maximumMessageSize = body.length() + room;
		assertThat(send(body, Map.of("source", text("booking-service")))).isTrue();
		assertThat(this.sqs.sent).singleElement().satisfies((copy) -> {
			assertThat(copy.messageBody()).isEqualTo(body);
			assertThat(copy.messageAttributes())
				.containsOnlyKeys(attributes.isEmpty() ? new String[0] : attributes.split(" "));
		});
	}

	@Test
	void aBodyThatTheQueueDoesNotTakeAtAllIsRefused() {
		this.sqs.maximumMessageSize = 1024;
		assertThatThrownBy(() -> send("x".repeat(1025), Map.of())).hasCauseInstanceOf(SqsException.class);
		assertThat(this.sqs.sent).isEmpty();
	}

	@Test
	void aCopyIsNeverTooLargeHoweverManyAttributesFillIt() {
		for (int room = 1000; room < 4000; room += 97) {
			SendMessageRequest copy = copyOf("x".repeat(MAX_BYTES - room), Map.of("a", text("y".repeat(900)), "b",
					text("y".repeat(450)), "c", text("y".repeat(200)), "d", text("y".repeat(100))));
			assertThat(size(copy)).as("room of %d", room).isLessThanOrEqualTo(MAX_BYTES);
		}
	}

	@Test
	void aLongDetailIsCut() {
		send(message("{}", Map.of()), "x".repeat(5000),
				TestProperties.of(TestProperties.QUEUE_URL, DEAD_LETTER_QUEUE_URL));
		assertThat(value("FailureDetail")).hasSize(1024);
	}

	@Test
	void aDetailIsNotCutThroughACharacterOfTwoCodeUnits() {
		send(message("{}", Map.of()), "x".repeat(1023) + "😀",
				TestProperties.of(TestProperties.QUEUE_URL, DEAD_LETTER_QUEUE_URL));
		assertThat(value("FailureDetail")).isEqualTo("x".repeat(1023));
	}

	@Test
	void howManyAttributesHadNoRoomIsSaidBesideALongDetailToo() {
		Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
		for (int i = 0; i < 10; i++) {
			attributes.put("original-" + i, text("value"));
		}
		send(message("{}", attributes), "x".repeat(5000),
				TestProperties.of(TestProperties.QUEUE_URL, DEAD_LETTER_QUEUE_URL));
		assertThat(value("FailureDetail")).hasSize(1024).endsWith("(5 of its attributes did not fit)");
	}

	@Test
	void withoutADeadLetterQueueNothingIsSentAndTheMessageStaysWhereItIs() {
		assertThat(send(message("{}", Map.of()), "detail", TestProperties.defaults())).isFalse();
		assertThat(this.sqs.sent).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "booking-request-queue", "booking-request-dlq.fifo" })
	void toAQueueThatCannotTakeItNoCopyIsSent(String name) {
		StubSqs policy = new StubSqs(Map.of(QueueAttributeName.REDRIVE_POLICY,
				"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:%s\",\"maxReceiveCount\":5}"
					.formatted(name)));
		DeadLetterQueue queue = new DeadLetterQueue(policy, new QueueInspector(policy, TestProperties.defaults()),
				"provider-consumer");
		assertThat(queue.send(new DeadLetter(message("{}", Map.of()), "rejected", "any")).join()).isFalse();
		assertThat(policy.sent).isEmpty();
	}

	private SendMessageRequest copyOf(String body, Map<String, MessageAttributeValue> attributes) {
		send(body, attributes);
		return this.sqs.sent.getLast();
	}

	@Test
	void theReasonHoldsNothingThatSqsRefusesOrAViewerMisreads() {
		send(message("{}", Map.of()), "\u202Ename\u0000\uD83D must \u2028not",
				TestProperties.of(TestProperties.QUEUE_URL, DEAD_LETTER_QUEUE_URL));
		assertThat(value("FailureDetail")).isEqualTo("\\u202Ename\\u0000\\uD83D must \\u2028not");
	}

	private boolean send(String body, Map<String, MessageAttributeValue> attributes) {
		return send(message(body, attributes), "bookingId is missing",
				TestProperties.of(TestProperties.QUEUE_URL, DEAD_LETTER_QUEUE_URL));
	}

	private boolean send(Message message, String detail, ConsumerProperties properties) {
		DeadLetterQueue queue = new DeadLetterQueue(this.sqs, new QueueInspector(this.sqs, properties),
				"provider-consumer");
		return queue.send(new DeadLetter(message, "rejected", detail)).join();
	}

	private SendMessageRequest copy() {
		assertThat(this.sqs.sent).hasSize(1);
		return this.sqs.sent.getFirst();
	}

	private String value(String attribute) {
		return copy().messageAttributes().get(attribute).stringValue();
	}

	private static Message message(String body, Map<String, MessageAttributeValue> attributes) {
		return Message.builder().messageId("message-1").body(body).messageAttributes(attributes).build();
	}

	private static MessageAttributeValue text(String value) {
		return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
	}

	private static int size(SendMessageRequest request) {
		int size = utf8(request.messageBody());
		for (Map.Entry<String, MessageAttributeValue> attribute : request.messageAttributes().entrySet()) {
			size += utf8(attribute.getKey()) + utf8(attribute.getValue().dataType())
					+ utf8(attribute.getValue().stringValue());
		}
		return size;
	}

	private static int utf8(String text) {
		return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
	}

}
