package io.bookings.consumer.notification.sms;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.notification.ChannelUnavailableException;
import io.bookings.consumer.notification.PermanentDeliveryException;
import io.bookings.consumer.notification.UnknownDeliveryException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.model.SnsException;

/**
 * Classifies the failures of SNS.
 * <ul>
 * <li>Throttling, refused credentials, 500, 503 and requests that were not sent are
 * failures of the channel.
 * <li>Other responses 4xx are permanent failures of the message.
 * <li>If there is no response of SNS, it is unknown whether the text message was sent.
 * 502 and 504 are responses of something in between.
 * </ul>
 */
final class SnsFailure {

	/** Codes of refused credentials that may come with the status 400. */
	private static final Set<String> CREDENTIALS = Set.of("ExpiredToken", "ExpiredTokenException",
			"IncompleteSignature", "InvalidClientTokenId", "MissingAuthenticationToken", "RequestExpired",
			"UnrecognizedClientException");

	/** Exceptions of the HTTP client that the SDK uses, which is not a dependency. */
	private static final Set<String> NOT_SENT = Set.of("ConnectTimeoutException", "ConnectionRequestTimeoutException");

	private static final String CHECK_CREDENTIALS = "Check the credentials, and the permission sns:Publish.";

	private static final String CHECK_CONNECTION = "Check the connection to SNS in AWS_REGION.";

	private static final String CHECK_QUOTA = "Check the quotas of SNS for text messages.";

	private static final String CHECK_HEALTH = "Check the AWS Health Dashboard for SNS.";

	private SnsFailure() {
	}

	static RuntimeException toDeliveryFailure(SdkException failure) {
		if (failure instanceof AwsServiceException answer) {
			return (answer instanceof SnsException) ? ofAnswer(answer)
					// Another service, such as STS, refuses to issue credentials.
					: new ChannelUnavailableException("there are no credentials for SNS: HTTP " + said(answer),
							CHECK_CREDENTIALS);
		}
		if (mentionsCredentials(failure)) {
			return new ChannelUnavailableException("there are no credentials for SNS", CHECK_CREDENTIALS);
		}
		return isNotSent(failure) ? new ChannelUnavailableException("SNS cannot be reached", CHECK_CONNECTION)
				: new UnknownDeliveryException("SNS did not answer");
	}

	private static RuntimeException ofAnswer(AwsServiceException answer) {
		String reason = "SNS answers HTTP " + said(answer);
		if (answer.isThrottlingException()) {
			return new ChannelUnavailableException(reason, CHECK_QUOTA, retryAfter(answer));
		}
		if (answer.statusCode() == 401 || answer.statusCode() == 403 || CREDENTIALS.contains(code(answer))
				|| answer.isClockSkewException()) {
			return new ChannelUnavailableException(reason, CHECK_CREDENTIALS);
		}
		if (answer.statusCode() == 500 || answer.statusCode() == 503) {
			return new ChannelUnavailableException(reason, CHECK_HEALTH, retryAfter(answer));
		}
		return (answer.statusCode() >= 500) ? new UnknownDeliveryException(reason)
				: new PermanentDeliveryException(reason);
	}

	private static @Nullable Duration retryAfter(AwsServiceException answer) {
		if (answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null) {
			return null;
		}
		return answer.awsErrorDetails()
			.sdkHttpResponse()
			.firstMatchingHeader("Retry-After")
			.filter((value) -> value.matches("\\d{1,6}"))
			.map((value) -> Duration.ofSeconds(Long.parseLong(value)))
			.orElse(null);
	}

	/**
	 * Returns the status and the error code. The error message can contain the phone
	 * number.
	 */
	private static String said(AwsServiceException answer) {
		String code = code(answer);
		return answer.statusCode() + (code.isBlank() ? "" : " " + Printable.of(code));
	}

	private static String code(AwsServiceException answer) {
		String code = (answer.awsErrorDetails() != null) ? answer.awsErrorDetails().errorCode() : null;
		return (code != null) ? code : "";
	}

	private static boolean mentionsCredentials(SdkException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (String.valueOf(cause.getMessage()).contains("credentials")) {
				return true;
			}
		}
		return false;
	}

	private static boolean isNotSent(SdkException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof ConnectException || cause instanceof UnknownHostException
					|| cause instanceof NoRouteToHostException || cause instanceof SSLHandshakeException
					|| NOT_SENT.contains(cause.getClass().getSimpleName())) {
				return true;
			}
		}
		return false;
	}

}
