package io.bookings.consumer.health;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.DELAY_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.KMS_DATA_KEY_REUSE_PERIOD_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.KMS_MASTER_KEY_ID;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MAXIMUM_MESSAGE_SIZE;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.MESSAGE_RETENTION_PERIOD;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.QUEUE_ARN;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_ALLOW_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.SQS_MANAGED_SSE_ENABLED;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

/**
 * Each attribute that breaks a promise is said, from what SQS answers to the sentence.
 */
class QueueRulesUnitTests {

	private static final String ARN = "arn:aws:sqs:us-east-1:000000000000:";

	private final CannedSqs sqs = new CannedSqs(new MutableClock());

	/** As localstack-init creates the queues. */
	private final Map<QueueAttributeName, String> queue = new EnumMap<>(
			Map.of(QUEUE_ARN, ARN + "queue", VISIBILITY_TIMEOUT, "30", MESSAGE_RETENTION_PERIOD, "345600",
					MAXIMUM_MESSAGE_SIZE, "1048576", REDRIVE_POLICY, policy(ARN + "dlq", 5)));

	private final Map<QueueAttributeName, String> deadLetterQueue = new EnumMap<>(Map.of(QUEUE_ARN, ARN + "dlq",
			VISIBILITY_TIMEOUT, "30", MESSAGE_RETENTION_PERIOD, "1209600", MAXIMUM_MESSAGE_SIZE, "1048576"));

	private ConsumerProperties properties = TestProperties.of(this.sqs.queueUrl(), null);

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@Test
	void aQueueAsItShouldBeHasNoTrouble() {
		assertThat(issues()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "DelaySeconds, 900", "ReceiveMessageWaitTimeSeconds, 0", "SqsManagedSseEnabled, false",
			"KmsMasterKeyId, alias/bookings", "KmsDataKeyReusePeriodSeconds, 60", "MaximumMessageSize, 1024",
			"VisibilityTimeout, 43200" })
	void whatBreaksNoPromiseIsNotSaid(String attribute, String value) {
		assertThat(List.of(DELAY_SECONDS, RECEIVE_MESSAGE_WAIT_TIME_SECONDS, SQS_MANAGED_SSE_ENABLED, KMS_MASTER_KEY_ID,
				KMS_DATA_KEY_REUSE_PERIOD_SECONDS, MAXIMUM_MESSAGE_SIZE, VISIBILITY_TIMEOUT))
			.contains(QueueAttributeName.fromValue(attribute));
		this.queue.put(QueueAttributeName.fromValue(attribute), value);
		assertThat(issues()).isEmpty();
	}

	@Test
	void aQueueWithoutADeadLetterQueueNeedsOne() {
		this.queue.remove(REDRIVE_POLICY);
		assertThat(issues()).containsExactly("The queue has no dead-letter queue: give it a redrive policy, "
				+ "or set booking.consumer.dead-letter-queue-url");
	}

	@Test
	void aVisibilityTimeoutThatABatchMayOutlastIsTooShort() {
		this.queue.put(VISIBILITY_TIMEOUT, "25");
		assertThat(issues()).isEmpty();
		this.queue.put(VISIBILITY_TIMEOUT, "24");
		assertThat(issues())
			.containsExactly("The queue's visibility timeout of 24 s is too short for a batch, which may "
					+ "take 20 s: set it to at least 25 s, or lower booking.consumer.batch-timeout");
		this.queue.put(VISIBILITY_TIMEOUT, "0");
		assertThat(issues()).singleElement().asString().startsWith("The queue's visibility timeout of 0 s");
	}

	@ParameterizedTest
	@CsvSource({ "60, PT1M", "86399, PT23H59M59S" })
	void aRetentionThatAnOutageOutlastsLosesMessages(String seconds, Duration retention) {
		this.queue.put(MESSAGE_RETENTION_PERIOD, "86400");
		assertThat(issues()).isEmpty();
		this.queue.put(MESSAGE_RETENTION_PERIOD, seconds);
		assertThat(issues()).containsExactly("The queue deletes messages after " + retention
				+ ", even during an outage: set its retention period to at least a day");
	}

	@Test
	void aVisibilityTimeoutAsLongAsTheRetentionLosesWhatAnInstanceDrops() {
		this.queue.put(MESSAGE_RETENTION_PERIOD, "3600");
		this.queue.put(VISIBILITY_TIMEOUT, "3600");
		assertThat(issues()).hasSize(2)
			.contains("The queue's visibility timeout of 3600 s is as long as its retention period: if an "
					+ "instance stops, its messages are deleted before they are received again, so shorten it");
	}

	@Test
	void aQueueThatIsFullOfMessagesInFlightIsSaid() {
		this.queue.put(APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "119000");
		assertThat(issues()).containsExactly("119000 messages of the queue are in flight, and from 120000 on "
				+ "SQS delivers no others: find the consumer that receives messages and does not delete them");
	}

	@Test
	void aPolicyThatNamesAFifoQueueIsSaid() {
		this.queue.put(REDRIVE_POLICY, policy(ARN + "dlq.fifo", 5));
		assertThat(issues()).containsExactly("The redrive policy names the FIFO queue " + ARN + "dlq.fifo, and dead "
				+ "letters of a standard queue need a standard queue: name another one");
	}

	@Test
	void aPolicyThatNamesTheQueueItselfIsSaid() {
		this.queue.put(REDRIVE_POLICY, policy(ARN + "queue", 5));
		assertThat(issues()).containsExactly("The redrive policy names the queue itself: name another queue");
	}

	@ParameterizedTest
	@CsvSource({ "arn:aws:sqs:eu-west-1:000000000000:dlq", "arn:aws:sqs:us-east-1:123456789012:dlq" })
	void aPolicyThatNamesAQueueElsewhereIsSaid(String arn) {
		this.queue.put(REDRIVE_POLICY, policy(arn, 5));
		assertThat(issues()).containsExactly("The redrive policy names " + arn
				+ ", which is in another account or region than the queue: name a queue in the same account and "
				+ "region");
	}

	@Test
	void aPolicyThatNamesNoExistingQueueIsSaid() {
		this.sqs.answer("GetQueueAttributes", attributes(this.queue));
		this.sqs.refuse("GetQueueAttributes", "dlq", 400, "QueueDoesNotExist");
		assertThat(refresh()).singleElement()
			.asString()
			.startsWith("There is no queue at " + this.sqs.queueUrl().replace("/queue", "/dlq"));
	}

	@Test
	void tooFewReceivesAreSaid() {
		this.queue.put(REDRIVE_POLICY, policy(ARN + "dlq", 3));
		assertThat(issues()).isEmpty();
		this.queue.put(REDRIVE_POLICY, policy(ARN + "dlq", 2));
		assertThat(issues()).containsExactly("The redrive policy moves a message after 2 receives, and an "
				+ "outage or a crash uses up one: set maxReceiveCount to at least 3");
	}

	@Test
	void twoDeadLetterQueuesAreSaid() {
		this.properties = TestProperties.of(this.sqs.queueUrl(), this.sqs.queueUrl() + "-other");
		assertThat(issues()).containsExactly("There are two dead-letter queues, " + ARN + "dlq for SQS and "
				+ this.sqs.queueUrl() + "-other for the service: use the same queue in "
				+ "booking.consumer.dead-letter-queue-url and in the redrive policy");
	}

	@Test
	void aDeadLetterQueueThatTurnsOutToBeTheQueueIsSaid() {
		this.queue.remove(REDRIVE_POLICY);
		this.properties = TestProperties.of(this.sqs.queueUrl(), this.sqs.queueUrl() + "-by-another-name");
		this.deadLetterQueue.put(QUEUE_ARN, ARN + "queue");
		assertThat(issues()).containsExactly(
				"The dead-letter queue is the queue itself: correct booking.consumer.dead-letter-queue-url");
	}

	@Test
	void aDeadLetterQueueThatForgetsAsSoonAsTheQueueIsSaid() {
		this.deadLetterQueue.put(MESSAGE_RETENTION_PERIOD, "345600");
		assertThat(issues())
			.containsExactly("The dead-letter queue keeps messages for PT96H and the queue for PT96H, and "
					+ "a moved message keeps its age: lengthen the retention period of the dead-letter queue, "
					+ "or shorten the queue's");
	}

	@Test
	void aDeadLetterQueueThatPassesItsLettersOnIsSaid() {
		this.deadLetterQueue.put(REDRIVE_POLICY, policy(ARN + "dlq-of-dlq", 1));
		assertThat(issues()).containsExactly("The dead-letter queue has a redrive policy of its own, and "
				+ "viewing a dead letter counts as a receive: remove that policy");
	}

	@Test
	void aDeadLetterQueueForSmallerMessagesIsSaid() {
		this.deadLetterQueue.put(MAXIMUM_MESSAGE_SIZE, "262144");
		assertThat(issues()).containsExactly("The dead-letter queue accepts messages of 262144 bytes and the "
				+ "queue of 1048576: set the same maximum message size for both");
	}

	@Test
	void aDeadLetterQueueThatDoesNotAllowTheQueueIsSaid() {
		String sentence = "The dead-letter queue's redrive allow policy does not allow the queue, so SQS moves "
				+ "no messages to it: add the queue's ARN";
		for (String refusing : List.of("{\"redrivePermission\":\"denyAll\"}",
				"{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"" + ARN + "other\"]}")) {
			this.deadLetterQueue.put(REDRIVE_ALLOW_POLICY, refusing);
			assertThat(issues()).containsExactly(sentence);
		}
		for (String allowing : List.of("{\"redrivePermission\":\"allowAll\"}", "no JSON",
				"{\"redrivePermission\":\"byQueue\",\"sourceQueueArns\":[\"" + ARN + "queue\"]}")) {
			this.deadLetterQueue.put(REDRIVE_ALLOW_POLICY, allowing);
			assertThat(issues()).isEmpty();
		}
	}

	@Test
	void bookingIdsHaveToBeRememberedAsLongAsBothQueuesTogetherKeepAMessage() {
		this.properties = new ConsumerProperties(this.properties.queueUrl(), null, 5, this.properties.batchTimeout(),
				this.properties.backOff(), Duration.ofDays(14), this.properties.stallAfter(),
				this.properties.inspectionInterval(), this.properties.logLimit());
		assertThat(issues())
			.containsExactly("Booking ids are deleted after PT336H, but the queues can keep a message for "
					+ "PT432H: set booking.consumer.processed-retention to at least 19d");
	}

	@Test
	void anEmulatorThatTellsLittleHasNoTrouble() {
		this.queue.keySet().retainAll(List.of(VISIBILITY_TIMEOUT, REDRIVE_POLICY));
		this.deadLetterQueue.keySet().retainAll(List.of(VISIBILITY_TIMEOUT));
		assertThat(issues()).isEmpty();
	}

	private List<String> issues() {
		this.sqs.answer("GetQueueAttributes", attributes(this.deadLetterQueue));
		this.sqs.answer("GetQueueAttributes", "queue", attributes(this.queue));
		return refresh();
	}

	private List<String> refresh() {
		QueueWatch watch = new QueueWatch(TestProperties.inspector(this.sqs.client(), this.properties),
				new QueueIssues(this.sqs.calls(), this.properties, new UnexpectedMessages(Clock.systemUTC())),
				this.properties);
		watch.refresh();
		assertThat(watch.issues()).noneMatch(QueueIssue::blocking);
		return watch.issues().stream().map(QueueIssue::sentence).toList();
	}

	private static String attributes(Map<QueueAttributeName, String> attributes) {
		return "{\"Attributes\":" + JsonMapper.shared().writeValueAsString(attributes) + "}";
	}

	private static String policy(String arn, int receives) {
		return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}".formatted(arn, receives);
	}

}
