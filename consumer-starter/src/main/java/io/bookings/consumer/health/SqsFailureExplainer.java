package io.bookings.consumer.health;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import io.bookings.consumer.health.SqsCallMonitor.Call;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.http.HttpException;

/**
 * Explains in one sentence why a call to SQS failed and what to do.
 */
final class SqsFailureExplainer {

	private static final int SERVER_ERROR = 500;

	private static final String NO_QUEUE = "There is no queue at %s: check the URL's account, region and name, "
			+ "or create the queue";

	private static final String KMS_THROTTLES = "KMS throttles the requests for the key of %s: lengthen the queue's "
			+ "data key reuse period, or raise the quota of KMS";

	/**
	 * Error codes of all AWS services (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">common
	 * errors</a>), that concern credentials.
	 */
	private static final Set<String> BAD_CREDENTIALS = Set.of("InvalidClientTokenId", "UnrecognizedClient",
			"SignatureDoesNotMatch", "ExpiredToken", "IncompleteSignature", "MissingAuthenticationToken",
			"InvalidAccessKeyId");

	private static final Set<String> BAD_CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");

	private static final Set<String> DENIED = Set.of("AccessDenied", "NotAuthorized");

	/**
	 * Sentences for the other error codes of SQS (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html">errors
	 * of its actions</a>). {@code %s} is the queue's URL.
	 */
	private static final Map<String, String> REFUSALS = Map.ofEntries(Map.entry("NonExistentQueue", NO_QUEUE),
			Map.entry("QueueDoesNotExist", NO_QUEUE),
			Map.entry("QueueDeletedRecently",
					"The queue %s was deleted less than a minute ago: create it again after that minute"),
			Map.entry("KmsAccessDenied",
					"The KMS key of %s cannot be used by the service: allow kms:Decrypt and kms:GenerateDataKey "
							+ "in the key's policy and in the IAM policy of the service"),
			Map.entry("KmsDisabled", "The KMS key of %s is disabled: enable it"),
			Map.entry("KmsNotFound", "The KMS key of %s does not exist: give the queue another key"),
			Map.entry("KmsInvalidState",
					"The KMS key of %s cannot be used in its state: cancel its deletion, or finish its import"),
			Map.entry("KmsInvalidKeyUsage",
					"The KMS key of %s has the wrong type or usage: give the queue a symmetric key that "
							+ "encrypts and decrypts"),
			Map.entry("KmsOptInRequired", "The AWS account of the KMS key of %s is not signed up for KMS: sign it up"),
			Map.entry("KmsThrottled", KMS_THROTTLES), Map.entry("KmsThrottling", KMS_THROTTLES),
			Map.entry("InvalidAddress",
					"SQS does not accept %s as a queue's address: use the URL that the SQS console shows"),
			Map.entry("OverLimit",
					"Too many messages of %s are in flight: find the consumer that receives messages and does "
							+ "not delete them, or shorten the queue's visibility timeout"),
			Map.entry("InvalidSecurity",
					"SQS refuses the request for %s as insecure: use https in the queue's URL or the endpoint "
							+ "setting"),
			Map.entry("OptInRequired",
					"The AWS account may not use SQS for %s: sign it up, and enable the region for the account"),
			Map.entry("UnsupportedOperation",
					"The queue %s does not support an operation of the service: use a standard queue of SQS"),
			Map.entry("InvalidMessageContents",
					"SQS refuses a message for %s because of invalid characters: it stays in its queue, so "
							+ "correct or delete it there"),
			Map.entry("ReceiptHandleIsInvalid",
					"SQS does not know a message's receipt handle for %s: check that it is the URL of the right "
							+ "queue, and that the endpoint setting leads to one server only"));

	private SqsFailureExplainer() {
	}

	static QueueIssue explain(Call call, Throwable failure, boolean blocking) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof CredentialsException none) {
				return new QueueIssue("credentials", String.valueOf(none.getMessage()), blocking);
			}
			if (cause instanceof AwsServiceException refused) {
				return new QueueIssue(explainRefusal(call, refused), blocking);
			}
			if (cause instanceof HttpException unreachable && isPossiblyTls(unreachable)) {
				return new QueueIssue("network " + call.host(),
						"No connection to %s (%s): check network, security groups and proxy, and that the authority of its "
							.formatted(call.host(), reason(cause))
								+ "certificate is trusted by the operating system or by -Djavax.net.ssl.trustStore",
						blocking);
			}
			if (cause instanceof IOException && cause.getCause() instanceof HttpException) {
				continue; // has more detail
			}
			if (cause instanceof IOException || cause instanceof HttpException
					|| cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
				return new QueueIssue("network " + call.host(),
						"No answer from %s (%s): check network, DNS, security groups and the endpoint setting"
							.formatted(call.host(), reason(cause)),
						blocking);
			}
		}
		return new QueueIssue("%s on %s fails with %s".formatted(call.target().action(), call.target().queueUrl(),
				failure.getClass().getSimpleName()), blocking);
	}

	/**
	 * The Common Runtime has one exception for all failures.
	 */
	private static String reason(Throwable failure) {
		return (failure instanceof HttpException) ? String.valueOf(failure.getMessage()).replaceFirst("\\.$", "")
				: failure.getClass().getSimpleName();
	}

	/**
	 * Whether TLS can be the reason. The Common Runtime delays the report of a failed
	 * handshake by up to 30 seconds, and the wait for a connection ends before.
	 */
	private static boolean isPossiblyTls(HttpException failure) {
		String error = CRT.awsErrorName(failure.getErrorCode());
		return error.startsWith("AWS_IO_TLS_") || error.equals("AWS_ERROR_HTTP_CONNECTION_MANAGER_ACQUISITION_TIMEOUT");
	}

	private static String explainRefusal(Call call, AwsServiceException refused) {
		String queueUrl = call.target().queueUrl();
		AwsErrorDetails details = refused.awsErrorDetails();
		String code = (details != null) ? String.valueOf(details.errorCode()) : "";
		String name = nameOf(code);
		String known = REFUSALS.get(name);
		if (known != null) {
			return known.formatted(queueUrl);
		}
		if (BAD_CLOCK.contains(name) || isOfAnotherTime(name, (details != null) ? details.errorMessage() : null)) {
			return "AWS refuses the requests because the clocks differ (%s): correct this machine's clock"
				.formatted(code);
		}
		if (BAD_CREDENTIALS.contains(name)) {
			return "AWS refuses the credentials (%s): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
				.formatted(code) + "whether they have expired, and the clock";
		}
		if (refused.isThrottlingException() || name.contains("Throttl")) {
			return "SQS throttles %s on %s: wait, and if it continues, run fewer instances or request a higher quota"
				.formatted(call.target().action(), queueUrl);
		}
		if (refused.statusCode() >= SERVER_ERROR) {
			return "SQS cannot do %s on %s now: %s (HTTP %d), which is usually temporary"
				.formatted(call.target().action(), queueUrl, code, refused.statusCode());
		}
		if (DENIED.contains(name) || refused.statusCode() == 403) {
			return "The permission sqs:%s on %s is missing: allow it in the IAM policy of the service"
				.formatted(call.target().action(), queueUrl);
		}
		return "%s on %s is refused: %s (HTTP %d)".formatted(call.target().action(), queueUrl, code,
				refused.statusCode());
	}

	/**
	 * The code of one error depends on protocol and API version:
	 * {@code KMS.DisabledException} and {@code KmsDisabled}.
	 */
	private static String nameOf(String code) {
		return code.replaceFirst("^AWS\\.SimpleQueueService\\.", "")
			.replaceFirst("^KMS\\.", "Kms")
			.replaceFirst("Exception$", "");
	}

	private static boolean isOfAnotherTime(String name, @Nullable String message) {
		return name.equals("SignatureDoesNotMatch") && message != null
				&& (message.contains("Signature expired") || message.contains("Signature not yet current"));
	}

}
