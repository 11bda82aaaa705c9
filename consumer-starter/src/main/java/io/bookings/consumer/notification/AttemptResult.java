package io.bookings.consumer.notification;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The result of an attempt to deliver a notification.
 *
 * @param retryIn the time until the next attempt, or {@code null} if there is none
 * @param taskRemoved whether the notification's task was removed in the transaction of
 * the result: the notification has ended, or it waits for its channel
 * @param channel what the attempt shows about the channel
 * @param failure the failure of the channel in a probe, or {@code null}
 */
record AttemptResult(@Nullable Duration retryIn, boolean taskRemoved, Channel channel,
		@Nullable ChannelUnavailableException failure) {

	/** There was nothing to do, but there is a task. */
	static final AttemptResult NOT_PENDING = new AttemptResult(null, false, Channel.NOT_TESTED, null);

	/** The notification has ended or waits for its channel, and has no task. */
	static final AttemptResult TASK_REMOVED = new AttemptResult(null, true, Channel.NOT_TESTED, null);

	static AttemptResult retry(Duration delay) {
		return new AttemptResult(delay, false, Channel.NOT_TESTED, null);
	}

	static AttemptResult unavailable(ChannelUnavailableException failure) {
		return new AttemptResult(null, true, Channel.FAILS, failure);
	}

	AttemptResult channelWorks(boolean tested) {
		return tested ? new AttemptResult(this.retryIn, this.taskRemoved, Channel.WORKS, null) : this;
	}

	AttemptResult channelFails() {
		return new AttemptResult(this.retryIn, this.taskRemoved, Channel.FAILS, null);
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
