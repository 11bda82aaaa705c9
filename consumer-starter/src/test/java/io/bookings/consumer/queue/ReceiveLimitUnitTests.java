package io.bookings.consumer.queue;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.bookings.consumer.settings.TestProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

import static org.assertj.core.api.Assertions.assertThat;

class ReceiveLimitUnitTests {

	@ParameterizedTest
	@CsvSource({ "4, false", "5, true", "6, true" })
	void theLastReceiveIsTheOneThatTheRedrivePolicyNames(int receives, boolean last) {
		StubSqs sqs = new StubSqs(Map.of(QueueAttributeName.REDRIVE_POLICY,
				"{\"deadLetterTargetArn\":\"arn:aws:sqs:us-east-1:000000000000:dlq\",\"maxReceiveCount\":\"5\"}"));
		assertThat(limit(sqs).isLastReceive(received(receives))).isEqualTo(last);
	}

	@Test
	void withoutARedrivePolicyThereIsNoLastReceive() {
		assertThat(limit(new StubSqs(Map.of())).isLastReceive(received(1000))).isFalse();
	}

	@Test
	void aPolicyThatSqsDoesNotTellMayBeTheStrictestAndIsNotAskedForWithEachMessage() {
		StubSqs silent = new StubSqs(Map.of()) {

			@Override
			public CompletableFuture<GetQueueAttributesResponse> getQueueAttributes(GetQueueAttributesRequest request) {
				this.inspections++;
				return CompletableFuture.failedFuture(SdkClientException.create("No answer"));
			}

		};
		ReceiveLimit limit = limit(silent);
		for (int i = 0; i < 10; i++) {
			assertThat(limit.isLastReceive(received(1))).isTrue();
		}
		assertThat(silent.inspections).isEqualTo(1);
	}

	private static ReceiveLimit limit(StubSqs sqs) {
		return new ReceiveLimit(new QueueInspector(sqs, TestProperties.defaults()));
	}

	private static Message received(int times) {
		return Message.builder()
			.attributes(Map.of(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, String.valueOf(times)))
			.build();
	}

}
