package io.bookings.consumer.health;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

import static org.assertj.core.api.Assertions.assertThat;

class FailedCallsUnitTests {

	private final MutableClock clock = new MutableClock();

	private CannedSqs sqs = new CannedSqs(this.clock);

	@AfterEach
	void close() {
		this.sqs.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue" })
	void aWrongUrlIsNamedWithWhatToCheck(String code) {
		this.sqs.refuse("ReceiveMessage", 400, code);
		assertThat(explanation()).isEqualTo("There is no queue at " + this.sqs.queueUrl()
				+ ": check the URL's account, region and name, or create the queue");
	}

	@Test
	void missingCredentialsAreNamedByTheirVariables() {
		this.sqs.close();
		this.sqs = new CannedSqs(this.clock,
				AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create()));
		assertThat(explanation()).isEqualTo("No AWS credentials were found: set AWS_ACCESS_KEY_ID and "
				+ "AWS_SECRET_ACCESS_KEY, or give the service a role");
	}

	@ParameterizedTest
	@ValueSource(strings = { "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
			"ExpiredToken", "InvalidAccessKeyId", "InvalidSecurity" })
	void refusedCredentialsAreToldFromAMissingPermission(String code) {
		this.sqs.refuse("ReceiveMessage", 403, code);
		assertThat(explanation()).isEqualTo("AWS refuses the credentials (" + code
				+ "): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, whether they have expired, and the clock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "AccessDenied", "AccessDeniedException", "AWS.SimpleQueueService.AccessDenied",
			"SomethingNew" })
	void aRefusedPermissionIsNamedWithItsActionAsIamSpellsIt(String code) {
		this.sqs.refuse("DeleteMessageBatch", 403, code);
		this.sqs.delete();
		assertThat(explanations()).containsExactly("The permission sqs:DeleteMessage on " + this.sqs.queueUrl()
				+ " is refused: allow it in the IAM policy of the service");
	}

	@Test
	void anotherRefusalIsToldAsItCame() {
		this.sqs.refuse("ReceiveMessage", 400, "KmsDisabled");
		assertThat(explanation())
			.isEqualTo("ReceiveMessage on " + this.sqs.queueUrl() + " is refused: KmsDisabled (HTTP 400)");
	}

	@Test
	void aNetworkThatDoesNotAnswerIsNamedWithTheHost() {
		this.sqs.disappear();
		assertThat(explanation()).startsWith("No answer from 127.0.0.1 (")
			.endsWith("): check network, DNS, security groups and the endpoint setting");
	}

	private String explanation() {
		this.sqs.receive();
		List<String> explanations = explanations();
		assertThat(explanations).hasSize(1);
		return explanations.getFirst();
	}

	private List<String> explanations() {
		return this.sqs.calls().failures().stream().map((call) -> FailedCalls.explain(call, call.failure())).toList();
	}

}
