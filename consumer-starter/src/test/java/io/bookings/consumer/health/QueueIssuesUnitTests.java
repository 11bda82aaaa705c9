package io.bookings.consumer.health;

import java.time.Duration;
import java.util.List;

import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QueueIssuesUnitTests {

	private final MutableClock clock = new MutableClock();

	private final CannedSqs sqs = new CannedSqs(this.clock);

	private final ConsumerProperties properties = TestProperties.of(this.sqs.queueUrl(), null);

	private final UnexpectedMessages unexpectedMessages = new UnexpectedMessages(this.clock);

	private final QueueIssues issues = new QueueIssues(this.sqs.calls(), this.properties, this.unexpectedMessages);

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@Test
	void whatIsNotKnownYetIsNoTrouble() {
		assertThat(this.issues.find(new QueueWatch.Snapshot(null, null, null))).isEmpty();
	}

	@Test
	void aFailedPollIsBlockingUntilOneSucceeds() {
		this.sqs.refuse("ReceiveMessage", 403, "AccessDenied");
		this.sqs.receive();
		assertThat(ofCalls()).singleElement().matches(QueueIssue::blocking);
		this.sqs.answer("ReceiveMessage", "{}");
		this.sqs.receive();
		assertThat(ofCalls()).isEmpty();
	}

	@Test
	void aRefusedDeleteIsBlockingAlthoughPollsSucceed() {
		this.sqs.refuse("DeleteMessageBatch", 403, "AccessDenied");
		this.sqs.delete();
		this.clock.advance(Duration.ofSeconds(1));
		this.sqs.receive();
		assertThat(ofCalls()).singleElement().matches(QueueIssue::blocking);
	}

	@Test
	void whatConcernsOnlyTheDeadLetterQueueOrTheDepthIsNotBlocking() {
		this.sqs.refuse("SendMessage", 403, "AccessDenied");
		this.sqs.send(this.sqs.queueUrl() + "-dlq");
		this.sqs.refuse("GetQueueAttributes", 403, "AccessDenied");
		new QueueWatch(TestProperties.inspector(this.sqs.client(), this.properties), this.issues, this.properties)
			.refresh();
		assertThat(ofCalls()).hasSize(2)
			.noneMatch(QueueIssue::blocking)
			.extracting(QueueIssue::sentence)
			.anyMatch((sentence) -> sentence.contains("sqs:GetQueueAttributes"))
			.anyMatch((sentence) -> sentence.contains("sqs:SendMessage"));
	}

	@Test
	void oneCauseIsSaidOnceHoweverManyCallsItStops() {
		for (String action : List.of("ReceiveMessage", "GetQueueAttributes")) {
			this.sqs.refuse(action, 400, "QueueDoesNotExist");
		}
		this.sqs.receive();
		new QueueWatch(TestProperties.inspector(this.sqs.client(), this.properties), this.issues, this.properties)
			.refresh();
		assertThat(ofCalls()).singleElement().matches(QueueIssue::blocking);
	}

	@Test
	void aCallThatMetAPassingFailureIsNoTroubleOnceTheQueueAnswersAgain() {
		this.sqs.refuse("DeleteMessageBatch", 503, "ServiceUnavailable");
		this.sqs.delete();
		assertThat(ofCalls()).singleElement().matches(QueueIssue::blocking);
		this.clock.advance(Duration.ofSeconds(1));
		this.sqs.receive();
		assertThat(ofCalls()).isEmpty();
	}

	@Test
	void anEnvelopeThatNoSettingNamesIsATroubleForTenMinutesAndNotBlocking() {
		String body = "{\"Type\":\"Notification\",\"Message\":\"{}\"}";
		TestProperties.refuse(this.unexpectedMessages, body);
		this.clock.advance(Duration.ofMinutes(10));
		QueueIssue issue = new QueueIssue("Messages went to the dead-letter queue in the last 10 minutes. "
				+ "The body is an SNS notification: set booking.consumer.envelope=sns, or enable raw message delivery",
				false);
		assertThat(ofCalls()).containsExactly(issue);
		TestProperties.refuse(this.unexpectedMessages, body);
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(ofCalls()).containsExactly(issue);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(ofCalls()).isEmpty();
	}

	private List<QueueIssue> ofCalls() {
		return this.issues.find(new QueueWatch.Snapshot(null, null, null));
	}

}
