package io.bookings.consumer.health;

import java.time.Duration;

import io.bookings.consumer.message.UnexpectedMessages;
import io.bookings.consumer.settings.ConsumerProperties;
import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The log reports an issue once when it begins, and "No longer" when it is over, and only
 * then.
 */
@ExtendWith(OutputCaptureExtension.class)
class QueueWatchUnitTests {

	private final MutableClock clock = new MutableClock();

	private final CannedSqs sqs = new CannedSqs(this.clock);

	private final ConsumerProperties properties = TestProperties.of(this.sqs.queueUrl(), null);

	private final QueueWatch watch = new QueueWatch(TestProperties.inspector(this.sqs.client(), this.properties),
			new QueueIssues(this.sqs.calls(), this.properties, new UnexpectedMessages(this.clock)), this.properties);

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@Test
	void aTroubleThatBeginsToBlockIsTheSameTrouble(CapturedOutput output) {
		this.sqs.refuse("GetQueueAttributes", 403, "ExpiredToken");
		this.sqs.refuse("ReceiveMessage", 403, "ExpiredToken");
		this.watch.refresh();
		this.sqs.receive();
		this.watch.refresh();
		assertThat(output).containsOnlyOnce("AWS refuses the credentials").doesNotContain("No longer");
	}

	@Test
	void aTroubleWhoseDetailsChangeIsTheSameTrouble(CapturedOutput output) {
		this.sqs.disappear();
		this.watch.refresh();
		this.sqs.watch(FailingSqs.withTimeout(this.sqs.client()))
			.receiveMessage((request) -> request.queueUrl(this.sqs.queueUrl()));
		this.watch.refresh();
		assertThat(this.watch.issues()).singleElement().matches(QueueIssue::blocking);
		assertThat(output).containsOnlyOnce("No answer from 127.0.0.1").doesNotContain("No longer");
	}

	@Test
	void failingPollsAreNoLessATroubleWhenAnotherCallSucceeds(CapturedOutput output) {
		this.sqs.refuse("ReceiveMessage", 503, "ServiceUnavailable");
		this.sqs.receive();
		this.watch.refresh();
		this.clock.advance(Duration.ofSeconds(1));
		this.watch.refresh();
		assertThat(this.watch.issues()).anyMatch(QueueIssue::blocking);
		assertThat(output).doesNotContain("No longer: SQS cannot");
		this.sqs.answer("ReceiveMessage", "{}");
		this.sqs.receive();
		this.watch.refresh();
		assertThat(output).containsOnlyOnce("No longer: SQS cannot do ReceiveMessage");
	}

	@Test
	void whatHealthSaysTheLogHasSaid(CapturedOutput output) {
		this.sqs.refuse("ReceiveMessage", 403, "ExpiredToken");
		this.sqs.receive();
		assertThat(this.watch.issues()).hasSize(1);
		assertThat(output).containsOnlyOnce("AWS refuses the credentials");
		this.sqs.answer("ReceiveMessage", "{}");
		this.sqs.receive();
		assertThat(this.watch.issues()).isEmpty();
		assertThat(output).containsOnlyOnce("No longer: AWS refuses the credentials");
	}

}
