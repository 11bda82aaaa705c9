package io.bookings.consumer.notification;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One notification on its way through one channel.
 *
 * @param bookingId the booking it is about
 * @param channel name of the channel
 * @param content the content, with the type of the event that caused it
 * @param contact whom to tell, and how
 */
public record OutgoingNotification(String bookingId, String channel, NotificationContent content, Contact contact) {

	/**
	 * The identity of this notification: the same at each attempt, on each instance. A
	 * channel hands it on, so that a repeat after a crash can be recognised.
	 * @return a name-based UUID
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-3">RFC 9562</a>)
	 */
	public String identity() {
		String name = this.content.eventType().name() + '\n' + this.bookingId + '\n' + this.channel;
		return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
	}

}
