package io.bookings.consumer.notification;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt to deliver a notification.
 *
 * @param retryIn the time until the next attempt, or {@code null} if there is none
 * @param waits whether the notification waits for its channel, without a task
 * @param channel what the attempt shows about the channel
 * @param failure the failure of the channel in a probe, or {@code null}
 */
record AttemptResult(@Nullable Duration retryIn, boolean waits, Channel channel,
		@Nullable ChannelUnavailableException failure) {

	static final AttemptResult ENDED = new AttemptResult(null, false, Channel.NOT_TESTED, null);

	static final AttemptResult WAITS = new AttemptResult(null, true, Channel.NOT_TESTED, null);

	static AttemptResult retry(Duration delay) {
		return new AttemptResult(delay, false, Channel.NOT_TESTED, null);
	}

	static AttemptResult unavailable(ChannelUnavailableException failure) {
		return new AttemptResult(null, true, Channel.FAILS, failure);
	}

	AttemptResult channelWorks(boolean tested) {
		return tested ? new AttemptResult(this.retryIn, this.waits, Channel.WORKS, null) : this;
	}

	AttemptResult channelFails() {
		return new AttemptResult(this.retryIn, this.waits, Channel.FAILS, null);
	}

	/**
	 * What an attempt shows about the channel.
	 */
	enum Channel {

		/** The receiver has accepted or refused the notification. */
		WORKS,

		/** The receiver could not be used, or the result is unknown. */
		FAILS,

		/** The attempt ended before the send. */
		NOT_TESTED

	}

}
