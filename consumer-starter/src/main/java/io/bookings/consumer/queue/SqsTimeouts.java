package io.bookings.consumer.queue;

import java.time.Duration;

import io.awspring.cloud.autoconfigure.sqs.SqsAsyncClientCustomizer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.sqs.SqsAsyncClientBuilder;

/**
 * Sets the time-outs of requests to SQS. The SDK's default is up to 30 seconds for each
 * of four attempts if the server accepts the connection and never answers.
 */
public class SqsTimeouts implements SqsAsyncClientCustomizer {

	/** For a response that SQS sends when the long poll ends. */
	private static final Duration MARGIN = Duration.ofSeconds(5);

	private static final Duration SHORT_CALL = Duration.ofSeconds(5);

	/** Leaves time for a second attempt on another connection. */
	private static final Duration SHORT_ATTEMPT = Duration.ofSeconds(3);

	/** For all clients, until the process ends. */
	private static final RequestTimer sharedTimer = new RequestTimer();

	private final Duration longPoll;

	private final RequestTimer timer;

	/**
	 * Creates the time-outs.
	 * @param pollTimeout the wait time of a long poll
	 */
	public SqsTimeouts(Duration pollTimeout) {
		this(pollTimeout, sharedTimer);
	}

	SqsTimeouts(Duration pollTimeout, RequestTimer timer) {
		this.longPoll = pollTimeout.plus(MARGIN);
		this.timer = timer;
	}

	/**
	 * Sets the time-outs of polls. The SDK need not retry a failed poll for long, because
	 * the listener polls again.
	 */
	@Override
	public void customize(SqsAsyncClientBuilder builder) {
		builder.overrideConfiguration(builder.overrideConfiguration()
			.copy((limits) -> limits.scheduledExecutorService(this.timer)
				.apiCallAttemptTimeout(this.longPoll)
				.apiCallTimeout(this.longPoll.plus(MARGIN))));
	}

	/**
	 * Sets the time-outs of a request that SQS answers at once.
	 */
	static void ofShortCall(AwsRequestOverrideConfiguration.Builder limits) {
		limits.apiCallAttemptTimeout(SHORT_ATTEMPT).apiCallTimeout(SHORT_CALL);
	}

}
