package io.bookings.consumer.notification.receipt;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What identifies the notification of an e-mail.
 *
 * @param messageId the id that Amazon SES gave the e-mail
 * @param identity the value of the header {@code X-Booking-Notification}
 * @param service the value of the tag {@code service}
 * @param notificationId the value of the tag {@code notification}
 * @param hasAllHeaders whether the event contained all headers of the e-mail
 */
record Mail(String messageId, @Nullable UUID identity, @Nullable String service, @Nullable Long notificationId,
		boolean hasAllHeaders) {

	/**
	 * Whether another service or another application sent the e-mail. Several can share a
	 * configuration set or a sender domain.
	 * @param name the name of this service, as it is in the tag
	 */
	boolean isOfAnother(String name) {
		if (this.service != null) {
			return !this.service.equals(name);
		}
		return this.hasAllHeaders && this.identity == null;
	}

}
