package io.bookings.consumer.health;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

import io.bookings.consumer.health.SqsCalls.Call;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Says in one sentence why a call to SQS failed and what to do about it.
 */
final class FailedCalls {

	/**
	 * Error codes that every AWS service may answer (<a href=
	 * "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html">common
	 * errors</a>), as far as they are about the credentials.
	 */
	private static final Set<String> BAD_CREDENTIALS = Set.of("InvalidClientTokenId", "UnrecognizedClientException",
			"SignatureDoesNotMatch", "ExpiredToken", "ExpiredTokenException", "IncompleteSignature",
			"MissingAuthenticationToken", "InvalidAccessKeyId", "InvalidSecurity");

	private static final Set<String> DENIED = Set.of("AccessDenied", "AccessDeniedException", "NotAuthorized",
			"AWS.SimpleQueueService.AccessDenied");

	private FailedCalls() {
	}

	static String explain(Call call, Throwable failure) {
		String queueUrl = call.target().queueUrl();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof QueueDoesNotExistException) {
				return "There is no queue at %s: check the URL's account, region and name, or create the queue"
					.formatted(queueUrl);
			}
			if (cause instanceof AwsServiceException refused) {
				return explainRefusal(call, refused);
			}
			if (String.valueOf(cause.getMessage()).contains("Unable to load credentials")) {
				return "No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
						+ "or give the service a role";
			}
			if (cause instanceof IOException || cause instanceof ApiCallTimeoutException
					|| cause instanceof ApiCallAttemptTimeoutException) {
				return "No answer from %s (%s): check network, DNS, security groups and the endpoint setting"
					.formatted(URI.create(queueUrl).getHost(), cause.getClass().getSimpleName());
			}
		}
		return "%s on %s fails with %s".formatted(call.target().action(), queueUrl, failure.getClass().getSimpleName());
	}

	private static String explainRefusal(Call call, AwsServiceException refused) {
		String queueUrl = call.target().queueUrl();
		String code = (refused.awsErrorDetails() != null) ? String.valueOf(refused.awsErrorDetails().errorCode()) : "";
		if (code.endsWith("NonExistentQueue") || code.endsWith("QueueDoesNotExist")) {
			return "There is no queue at %s: check the URL's account, region and name, or create the queue"
				.formatted(queueUrl);
		}
		if (BAD_CREDENTIALS.contains(code)) {
			return "AWS refuses the credentials (%s): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
				.formatted(code) + "whether they have expired, and the clock";
		}
		if (DENIED.contains(code) || refused.statusCode() == 403) {
			return "The permission sqs:%s on %s is refused: allow it in the IAM policy of the service"
				.formatted(call.target().action(), queueUrl);
		}
		return "%s on %s is refused: %s (HTTP %d)".formatted(call.target().action(), queueUrl, code,
				refused.statusCode());
	}

}
