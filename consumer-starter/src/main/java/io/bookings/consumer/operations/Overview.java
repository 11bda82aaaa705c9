package io.bookings.consumer.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the overview shows.
 *
 * @param at when it was read
 * @param status the status of the service: {@code UP} if it can process messages
 * @param queue the queue
 * @param issues the current issues
 * @param lastHour the messages of the last hour by outcome
 * @param channels the channels of the notifications
 * @param waiting how long the oldest notifications have waited
 * @param directory the booking directory, or {@code null} in a service without one
 * @param components the health components
 * @param instances the instances of the service
 */
record Overview(Instant at, String status, Queue queue, List<Issue> issues, List<OutcomeHistory.Series> lastHour,
		List<Channel> channels, List<Waiting> waiting, @Nullable Directory directory, List<Component> components,
		List<Instances.Instance> instances) {

	/**
	 * The queue. Numbers that are not known yet are {@code null}.
	 *
	 * @param url its URL
	 * @param visible the messages that can be received
	 * @param inFlight the messages that a consumer has received and not deleted
	 * @param delayed the messages that cannot be received yet
	 * @param deadLetters the messages in the dead-letter queue and the open ones in the
	 * table
	 * @param openLetters the open dead letters in the table
	 * @param held the messages that this instance holds and retries
	 * @param inProcess the messages that this instance processes
	 * @param age the longest time between the acceptance of a message by SQS and its
	 * commit, in the last minutes on this instance
	 * @param polling whether it is polled, or why not
	 * @param sinceLastPoll the time since the last poll
	 */
	record Queue(@Nullable String url, @Nullable Long visible, @Nullable Long inFlight, @Nullable Long delayed,
			@Nullable Long deadLetters, @Nullable Long openLetters, @Nullable Long held, @Nullable Long inProcess,
			@Nullable String age, String polling, @Nullable String sinceLastPoll) {

		public boolean paused() {
			return this.polling.startsWith("paused");
		}

	}

	/**
	 * An issue.
	 *
	 * @param component the health component that reports it
	 * @param sentence the issue and its remedy
	 * @param runbook where the runbook explains it, if it does
	 */
	record Issue(String component, String sentence, Runbook.@Nullable Link runbook) {

	}

	/**
	 * A channel.
	 *
	 * @param name its name
	 * @param state {@code working}, {@code paused} or {@code recovering}
	 * @param sentence what health says
	 * @param waiting the notifications that wait for it
	 * @param sent the notifications that this instance has sent since its start
	 * @param failed the attempts of this instance that failed since its start
	 */
	record Channel(String name, String state, String sentence, @Nullable Long waiting, @Nullable Long sent,
			@Nullable Long failed) {

	}

	/**
	 * How long the oldest pending notification has waited.
	 *
	 * @param what what it waits for
	 * @param age how long, or {@code null} if none waits
	 */
	record Waiting(String what, @Nullable String age) {

	}

	/**
	 * The booking directory.
	 *
	 * @param lookUps whether users are looked up, or why not
	 * @param unresolved the confirmations whose user is not known yet
	 * @param oldest the age of the oldest
	 */
	record Directory(String lookUps, @Nullable Long unresolved, @Nullable String oldest) {

	}

	/**
	 * A health component.
	 *
	 * @param name its name
	 * @param status its status
	 */
	record Component(String name, String status) {

	}

	/**
	 * Shows a duration in its two largest units.
	 */
	static String show(Duration duration) {
		long seconds = Math.max(0, duration.toSeconds());
		if (seconds < 60) {
			return (seconds < 10 && duration.toMillisPart() > 0)
					? "%d.%d s".formatted(seconds, duration.toMillisPart() / 100) : seconds + " s";
		}
		if (seconds < 3600) {
			return "%d min %d s".formatted(seconds / 60, seconds % 60);
		}
		long minutes = seconds / 60;
		return (minutes < 48 * 60) ? "%d h %d min".formatted(minutes / 60, minutes % 60)
				: "%d d %d h".formatted(minutes / 1440, minutes / 60 % 24);
	}

}
