package io.bookings.consumer.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.outage.TestPause;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class QueueHealthIndicatorUnitTests {

	private static final String ATTRIBUTES = """
			{"Attributes":{"ApproximateNumberOfMessages":"7","ApproximateNumberOfMessagesNotVisible":"2",
			"ApproximateNumberOfMessagesDelayed":"1","VisibilityTimeout":"30","MessageRetentionPeriod":"345600",
			"RedrivePolicy":"{\\"deadLetterTargetArn\\":\\"arn:aws:sqs:us-east-1:000000000000:dlq\\"}"}}""";

	private static final String ATTRIBUTES_OF_DLQ = """
			{"Attributes":{"ApproximateNumberOfMessages":"7","ApproximateNumberOfMessagesNotVisible":"2",
			"MessageRetentionPeriod":"1209600"}}""";

	private final MutableClock clock = new MutableClock();

	private final CannedSqs sqs = new CannedSqs(this.clock);

	private final ConsumerProperties properties = TestProperties.of(this.sqs.queueUrl(), null);

	private final TestPause pause = new TestPause();

	private final UnexpectedMessages unexpectedMessages = new UnexpectedMessages(this.clock);

	private final QueueWatch watch = new QueueWatch(TestProperties.inspector(this.sqs.client(), this.properties),
			new QueueIssues(this.sqs.calls(), this.properties, this.unexpectedMessages), this.properties);

	private final QueueHealthIndicator indicator = new QueueHealthIndicator(this.sqs.calls(), this.watch,
			this.pause.pause(), TestProperties.held(this.sqs.client(), 1), this.properties, this.unexpectedMessages,
			() -> 0, this.clock);

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@Test
	void beforeTheQueueHasAnsweredTheServiceIsNotReady() {
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsExactlyInAnyOrderEntriesOf(
				Map.of("url", this.sqs.queueUrl(), "sinceLastPoll", "no poll has ended yet", "polling", "running"));
	}

	@Test
	void aQueueThatAnswersIsShownWithItsDepthAndThatOfItsDeadLetterQueue() {
		this.sqs.answer("GetQueueAttributes", "queue", ATTRIBUTES);
		this.sqs.answer("GetQueueAttributes", "dlq", ATTRIBUTES_OF_DLQ);
		this.watch.refresh();
		this.sqs.receive();
		this.clock.advance(Duration.ofSeconds(3));
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("visible", 7L)
			.containsEntry("inFlight", 2L)
			.containsEntry("delayed", 1L)
			.containsEntry("deadLetters", 9L)
			.containsEntry("sinceLastPoll", "3 s")
			.doesNotContainKey("issues");
	}

	@Test
	void aServiceThatMayPollButNotAskForAttributesIsReadyAndSaysWhatItMisses() {
		this.sqs.refuse("GetQueueAttributes", 403, "AccessDenied");
		this.watch.refresh();
		this.sqs.receive();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(issues(health)).singleElement().asString().contains("sqs:GetQueueAttributes");
		assertThat(health.getDetails()).doesNotContainKeys("visible", "deadLetters");
	}

	@Test
	void aQueueThatIsNotThereIsDownAndSaysSo() {
		this.sqs.refuse("ReceiveMessage", 400, "QueueDoesNotExist");
		this.sqs.receive();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(issues(health)).singleElement().asString().startsWith("There is no queue at ");
	}

	@Test
	void aTroubleThatDoesNotBlockIsShownWithoutTakingTheServiceOutOfService() {
		this.sqs.answer("GetQueueAttributes",
				"{\"Attributes\":{\"VisibilityTimeout\":\"10\",\"MessageRetentionPeriod\":\"345600\"}}");
		this.watch.refresh();
		Health health = this.indicator.health();
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(issues(health)).hasSize(2);
	}

	@Test
	void aPauseIsShownWithItsReasonAndWithoutTheDatabasesMessage() {
		this.pause.begin();
		assertThat(this.indicator.health().getDetails().get("polling")).asString()
			.startsWith("paused since ")
			.endsWith("because the database cannot be used: DataAccessResourceFailureException, SQLSTATE 08001");
		this.pause.end();
		assertThat(this.indicator.health().getDetails()).containsEntry("polling", "running");
	}

	@Test
	void whenNoMoreMessagesCanBeHeldPollingIsPaused() {
		QueueHealthIndicator full = new QueueHealthIndicator(this.sqs.calls(), this.watch, this.pause.pause(),
				TestProperties.held(this.sqs.client(), 0), this.properties, this.unexpectedMessages, () -> 0,
				this.clock);
		assertThat(full.health().getDetails()).containsEntry("polling",
				"paused, because the held messages use up the memory that is reserved for them");
	}

	@Test
	void inTroubleTheWatchLooksMoreOften() {
		this.sqs.answer("GetQueueAttributes", "queue", ATTRIBUTES);
		this.sqs.answer("GetQueueAttributes", "dlq", ATTRIBUTES_OF_DLQ);
		this.watch.refresh();
		assertThat(this.watch.interval()).isEqualTo(Duration.ofSeconds(30));
		this.sqs.refuse("GetQueueAttributes", "queue", 403, "AccessDenied");
		this.watch.refresh();
		assertThat(this.watch.interval()).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void eventsOfOtherTypesThatWereIgnoredAreShownWithTheLastType() {
		TestProperties.ignore(this.unexpectedMessages, "BOOKING_CANCELLED");
		TestProperties.ignore(this.unexpectedMessages, "BOOKING_MOVED");
		assertThat(this.indicator.health().getDetails()).containsEntry("ignored",
				"2 since the start, the last one BOOKING_MOVED");
	}

	private static List<?> issues(Health health) {
		return (List<?>) health.getDetails().get("issues");
	}

}
