package io.bookings.consumer.queue;

import java.time.Duration;

import io.awspring.cloud.autoconfigure.sqs.SqsAsyncClientCustomizer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;

/**
 * Limits every call to SQS. By itself the SDK waits up to 30 seconds for each of four
 * attempts when the other side has accepted the connection and never answers.
 */
public class SqsTimeouts implements SqsAsyncClientCustomizer {

	/** For an answer on its way when the long poll ends. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final Duration SHORT_CALL = Duration.ofSeconds(5);

	/** Leaves time for a second attempt, on another connection. */
	private static final Duration SHORT_ATTEMPT = Duration.ofSeconds(3);

	private final Duration longPoll;

	/**
	 * Creates the limits.
	 * @param pollTimeout how long SQS itself waits for messages
	 */
	public SqsTimeouts(Duration pollTimeout) {
		this.longPoll = pollTimeout.plus(MARGIN);
	}

	/**
	 * A poll that fails is not repeated by the SDK for long: the listener polls again by
	 * itself.
	 */
	@Override
	public void customize(SqsAsyncClientBuilder builder) {
		builder.overrideConfiguration(builder.overrideConfiguration()
			.copy((limits) -> limits.apiCallAttemptTimeout(this.longPoll).apiCallTimeout(this.longPoll.plus(MARGIN))));
	}

	/**
	 * Limits a call that SQS answers at once.
	 */
	static void ofShortCall(AwsRequestOverrideConfiguration.Builder limits) {
		limits.apiCallAttemptTimeout(SHORT_ATTEMPT).apiCallTimeout(SHORT_CALL);
	}

}
