package io.bookings.consumer.notification;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A notification that a channel sends.
 *
 * @param id the notification's number, unique in the service's database
 * @param bookingId the booking's id
 * @param channel the name of the channel
 * @param content the content, with the type of the event that caused it
 * @param contact the contact of the recipient
 * @param emailSuppression why no e-mails are sent to the contact, or {@code null} if they
 * are sent
 */
public record OutgoingNotification(String id, String bookingId, String channel, NotificationContent content,
		Contact contact, @Nullable EmailSuppression emailSuppression) {

	/** The header with the {@link #identity()} in e-mails. */
	public static final String IDENTITY_HEADER = "X-Booking-Notification";

	/**
	 * Returns the identity of this notification, which is the same at each attempt and on
	 * each instance. Channels pass it on, so that receivers recognise a repeat after a
	 * crash.
	 * @return a name-based UUID
	 * (<a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-3">RFC 9562</a>)
	 */
	public String identity() {
		return identity(this.content.eventType().name(), this.bookingId, this.channel).toString();
	}

	/**
	 * Returns the identity of a notification.
	 * @param eventType the name of the type of the event that caused it
	 * @param bookingId the booking's id
	 * @param channel the name of the channel
	 * @return a name-based UUID
	 */
	public static UUID identity(String eventType, String bookingId, String channel) {
		String name = eventType + '\n' + bookingId + '\n' + channel;
		return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
	}

}
