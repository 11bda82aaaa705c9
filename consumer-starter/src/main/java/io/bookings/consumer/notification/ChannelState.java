package io.bookings.consumer.notification;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The state of a channel, which all instances share.
 *
 * @param name the channel's name
 * @param status whether it works
 * @param pausedSince when the outage began, or {@code null} while the channel works; a
 * channel that recovers still has it
 * @param reason the reason of the outage, or {@code null} while the channel works
 * @param remedy what to check, or {@code null} while the channel works
 * @param failedProbes the number of failed probes in this outage
 * @param nextProbeAt when the next probe is due, or {@code null} if the channel is not
 * paused
 * @param releasedUntil when the last released notification is due, or {@code null}
 * @param waiting the number of notifications that wait for the channel
 */
record ChannelState(String name, Status status, @Nullable Instant pausedSince, @Nullable String reason,
		@Nullable String remedy, int failedProbes, @Nullable Instant nextProbeAt, @Nullable Instant releasedUntil,
		long waiting) {

	static ChannelState working(String name) {
		return new ChannelState(name, Status.WORKING, null, null, null, 0, null, null, 0);
	}

	/**
	 * Whether a channel works.
	 */
	enum Status {

		/** Each notification is sent when it is due. */
		WORKING,

		/** No notification is sent except for probes. */
		PAUSED,

		/** Notifications that waited are released, at a limited rate. */
		RECOVERING

	}

}
