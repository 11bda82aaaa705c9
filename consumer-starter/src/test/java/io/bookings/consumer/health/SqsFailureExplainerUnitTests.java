package io.bookings.consumer.health;

import java.time.Instant;
import java.util.List;

import io.bookings.consumer.health.SqsCallMonitor.Call;
import io.bookings.consumer.health.SqsCallMonitor.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.crt.http.HttpException;

import static org.assertj.core.api.Assertions.assertThat;

class SqsFailureExplainerUnitTests {

	private static final int TLS_NEGOTIATION_FAILURE = 1029;

	private static final int ACQUISITION_TIMEOUT = 2093;

	private final MutableClock clock = new MutableClock();

	private final CannedSqs sqs = new CannedSqs(this.clock);

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

	@ParameterizedTest
	@ValueSource(strings = { "InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch",
			"ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId" })
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
				+ " is missing: allow it in the IAM policy of the service");
	}

	@Test
	void anotherRefusalIsToldAsItCame() {
		this.sqs.refuse("ReceiveMessage", 400, "InvalidAttributeName");
		assertThat(explanation())
			.isEqualTo("ReceiveMessage on " + this.sqs.queueUrl() + " is refused: InvalidAttributeName (HTTP 400)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					KMS.AccessDeniedException | 400 | The KMS key of URL cannot be used by the service: allow kms:Decrypt and
					KmsAccessDenied | 400 | The KMS key of URL cannot be used by the service: allow kms:Decrypt and
					KMS.DisabledException | 400 | The KMS key of URL is disabled: enable it
					KmsDisabled | 400 | The KMS key of URL is disabled: enable it
					KMS.NotFoundException | 400 | The KMS key of URL does not exist: give the queue another key
					KmsInvalidState | 400 | The KMS key of URL cannot be used in its state: cancel its deletion
					KMS.InvalidStateException | 400 | The KMS key of URL cannot be used in its state: cancel its deletion
					KmsInvalidKeyUsage | 400 | The KMS key of URL has the wrong type or usage: give the queue a symmetric key
					KMS.OptInRequired | 403 | The AWS account of the KMS key of URL is not signed up for KMS
					KMS.ThrottlingException | 400 | KMS throttles the requests for the key of URL: lengthen
					KmsThrottled | 400 | KMS throttles the requests for the key of URL: lengthen
					InvalidAddress | 400 | SQS does not accept URL as a queue's address
					OverLimit | 403 | Too many messages of URL are in flight: find the consumer
					RequestThrottled | 400 | SQS throttles ReceiveMessage on URL: wait
					ThrottlingException | 400 | SQS throttles ReceiveMessage on URL: wait
					TooManyRequestsException | 429 | SQS throttles ReceiveMessage on URL: wait
					InvalidSecurity | 403 | SQS refuses the request for URL as insecure: use https
					OptInRequired | 403 | The AWS account may not use SQS for URL: sign it up
					UnsupportedOperation | 400 | The queue URL does not support an operation of the service
					AWS.SimpleQueueService.UnsupportedOperation | 400 | The queue URL does not support an operation of the service
					InvalidMessageContents | 400 | SQS refuses a message for URL because of invalid characters
					ReceiptHandleIsInvalid | 404 | SQS does not know a message's receipt handle for URL
					AWS.SimpleQueueService.QueueDeletedRecently | 400 | The queue URL was deleted less than a minute ago
					RequestTimeTooSkewed | 403 | AWS refuses the requests because the clocks differ (RequestTimeTooSkewed): correct this machine's clock
					RequestExpired | 400 | AWS refuses the requests because the clocks differ (RequestExpired): correct this machine's clock
					InternalFailure | 500 | SQS cannot do ReceiveMessage on URL now: InternalFailure (HTTP 500), which is usually temporary
					ServiceUnavailable | 503 | SQS cannot do ReceiveMessage on URL now: ServiceUnavailable (HTTP 503), which is usually temporary""")
	void aRefusalIsToldWithItsRemedy(String code, int status, String sentence) {
		this.sqs.refuse("ReceiveMessage", status, code);
		assertThat(explanation()).startsWith(sentence.replace("URL", this.sqs.queueUrl()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Signature expired: 20261126T100000Z is now earlier than 20261126T101500Z",
			"Signature not yet current: 20261126T110000Z is still later than 20261126T101500Z" })
	void aSignatureOfAnotherTimeIsTheClocks(String message) {
		this.sqs.refuse("ReceiveMessage", 403, "SignatureDoesNotMatch", message);
		assertThat(explanation()).isEqualTo("AWS refuses the requests because the clocks differ "
				+ "(SignatureDoesNotMatch): correct this machine's clock");
	}

	@Test
	void aNetworkThatDoesNotAnswerIsNamedWithTheHost() {
		this.sqs.disappear();
		assertThat(explanation()).startsWith("No answer from 127.0.0.1 (")
			.endsWith("): check network, DNS, security groups and the endpoint setting");
	}

	@Test
	void aRefusedConnectionIsNamed() {
		this.sqs.disappear();
		assertThat(explanation()).startsWith("No answer from 127.0.0.1 (socket connection refused");
	}

	@ParameterizedTest
	@ValueSource(ints = { TLS_NEGOTIATION_FAILURE, ACQUISITION_TIMEOUT })
	void aCertificateThatIsPossiblyNotTrustedIsNamed(int error) {
		HttpException failure = new HttpException(error);
		Call call = new Call(new Target("ReceiveMessage", "https://sqs.example.org/1/queue"), "sqs.example.org",
				Instant.EPOCH, failure);
		assertThat(SqsFailureExplainer.explain(call, failure, true).sentence())
			.startsWith("No connection to sqs.example.org (")
			.contains("authority of its certificate");
	}

	@Test
	void theHostThatWasAskedIsNamedAndNotThatOfTheUrl() {
		this.sqs.disappear();
		this.sqs.send("https://sqs.us-east-1.amazonaws.com/123456789012/dlq");
		assertThat(explanations()).singleElement().asString().startsWith("No answer from 127.0.0.1 (");
	}

	private String explanation() {
		this.sqs.receive();
		List<String> explanations = explanations();
		assertThat(explanations).hasSize(1);
		return explanations.getFirst();
	}

	private List<String> explanations() {
		return this.sqs.calls()
			.failures()
			.stream()
			.map((call) -> SqsFailureExplainer.explain(call, call.failure(), true).sentence())
			.toList();
	}

}
