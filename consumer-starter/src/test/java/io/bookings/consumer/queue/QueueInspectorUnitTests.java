package io.bookings.consumer.queue;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

class QueueInspectorUnitTests {

	@ParameterizedTest
	@CsvSource({
			"https://sqs.us-east-1.amazonaws.com/123456789012/booking-request-queue, https://sqs.us-east-1.amazonaws.com/123456789012/dlq",
			"http://localhost:4566/000000000000/booking-request-queue, http://localhost:4566/000000000000/dlq" })
	void theDeadLetterQueueIsTheOneThatTheRedrivePolicyNamesBesideTheQueue(String queueUrl, String expected) {
		String policy = "{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:123456789012:dlq\",\"maxReceiveCount\":\"5\"}";
		assertThat(QueueInspector.deadLetterQueueUrl(queueUrl, policy)).contains(expected);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "{}", "null", "[]", "not JSON", "{\"deadLetterTargetArn\":",
			"{\"deadLetterTargetArn\":null}", "{\"deadLetterTargetArn\":\"\"}", "{\"deadLetterTargetArn\":{}}",
			"{\"maxReceiveCount\":5}" })
	void withoutAPolicyThatNamesOneThereIsNone(String policy) {
		assertThat(QueueInspector.deadLetterQueueUrl(TestProperties.QUEUE_URL, policy)).isEmpty();
	}

	@Test
	void aDeadLetterQueueThatIsSetWinsAndCostsNoRequest() {
		StubSqs sqs = new StubSqs(policy("other"));
		QueueInspector inspector = new QueueInspector(sqs,
				TestProperties.of(TestProperties.QUEUE_URL, "http://localhost:4566/000000000000/set"));
		assertThat(inspector.deadLetterQueueUrl().join()).contains("http://localhost:4566/000000000000/set");
		assertThat(sqs.inspections).isZero();
	}

	@Test
	void theAnswerIsRememberedSoThatManyDeadLettersAskOnce() {
		StubSqs sqs = new StubSqs(policy("dlq"));
		QueueInspector inspector = new QueueInspector(sqs, TestProperties.defaults());
		for (int i = 0; i < 10; i++) {
			assertThat(inspector.deadLetterQueueUrl().join()).contains("http://localhost:4566/000000000000/dlq");
		}
		assertThat(sqs.inspections).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"maxReceiveCount\":5}", "{\"maxReceiveCount\":\"5\"}" })
	void howOftenAMessageMayBeReceivedIsANumberOrItsText(String policy) {
		assertThat(QueueInspector.maxReceiveCount(policy)).hasValue(5);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "no JSON", "[]", "{}", "{\"maxReceiveCount\":\"often\"}", "{\"maxReceiveCount\":0}" })
	void withoutAPolicyThatSaysHowOftenThereIsNoBound(String policy) {
		assertThat(QueueInspector.maxReceiveCount(policy)).isEmpty();
	}

	@Test
	void aQueueIsItsAttributes() {
		Map<QueueAttributeName, String> attributes = Map.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "1",
				QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "2",
				QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "3", QueueAttributeName.VISIBILITY_TIMEOUT,
				"30", QueueAttributeName.MESSAGE_RETENTION_PERIOD, "345600");
		assertThat(new QueueInspector(new StubSqs(attributes), TestProperties.defaults()).queue().join())
			.isEqualTo(new QueueInspector.Queue(1, 2, 3, Duration.ofSeconds(30), Duration.ofDays(4), Optional.empty(),
					OptionalInt.empty(), attributes));
	}

	@ParameterizedTest
	@ValueSource(strings = { "booking-request-queue", "dlq.fifo" })
	void aPolicyThatNamesTheQueueItselfOrAFifoQueueNamesNone(String name) {
		QueueInspector inspector = new QueueInspector(new StubSqs(policy(name)), TestProperties.defaults());
		assertThat(inspector.deadLetterQueueUrl().join()).isEmpty();
	}

	private static Map<QueueAttributeName, String> policy(String name) {
		return Map.of(QueueAttributeName.REDRIVE_POLICY,
				"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:%s\",\"maxReceiveCount\":5}"
					.formatted(name));
	}

}
