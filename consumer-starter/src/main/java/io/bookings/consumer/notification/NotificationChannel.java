package io.bookings.consumer.notification;

import org.jspecify.annotations.Nullable;

/**
 * A way to send notifications. Each bean of this type is a channel that contacts can
 * name.
 */
public interface NotificationChannel {

	/**
	 * Returns the name that contacts use.
	 * @return a short lower-case word, unique among the channels
	 */
	String name();

	/**
	 * Whether the receiver recognises a second send with the same
	 * {@link OutgoingNotification#identity() identity}. If it does not, an attempt with
	 * an unknown result is not repeated.
	 * @return {@code true} if a repeat is harmless
	 */
	boolean recognisesRepeats();

	/**
	 * Sends a notification. Returns when the receiver has accepted it. Must have a time
	 * limit.
	 * @param notification the notification and its recipient
	 * @return the id that the receiver assigned, or {@code null}
	 * @throws PermanentDeliveryException if it can never be delivered: not retried
	 * @throws ChannelUnavailableException if no notification can be sent now: pauses the
	 * channel
	 * @throws UnknownDeliveryException if it may have been delivered: retried only if
	 * {@link #recognisesRepeats()}
	 * @throws RuntimeException if it was not delivered: retried with back-off
	 */
	@Nullable String send(OutgoingNotification notification);

}
