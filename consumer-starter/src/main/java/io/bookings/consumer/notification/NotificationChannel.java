package io.bookings.consumer.notification;

import org.jspecify.annotations.Nullable;

/**
 * A way to reach people. Every bean of this type is a channel that contacts can name.
 */
public interface NotificationChannel {

	/**
	 * The name that contacts use.
	 * @return a short lower-case word, unique among the channels
	 */
	String name();

	/**
	 * Whether the receiving side recognises a second send with the same
	 * {@link OutgoingNotification#identity() identity}. If not, an attempt whose outcome
	 * is unknown is never repeated.
	 * @return {@code true} if a repeat does no harm
	 */
	boolean recognisesRepeats();

	/**
	 * Sends the notification. Returns once the other side has taken responsibility. Must
	 * be bounded in time.
	 * @param notification what to send to whom
	 * @return the id that the other side gave it, or {@code null}
	 * @throws PermanentDeliveryException when it can never be delivered: not repeated
	 * @throws UnknownDeliveryException when it may have been delivered: repeated only if
	 * {@link #recognisesRepeats()}
	 * @throws RuntimeException when it was not delivered: repeated with back-off
	 */
	@Nullable String send(OutgoingNotification notification);

}
