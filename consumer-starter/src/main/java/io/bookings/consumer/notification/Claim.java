package io.bookings.consumer.notification;

import org.jspecify.annotations.Nullable;

/**
 * A pending notification, and what an attempt to deliver it needs.
 */
final class Claim {

	private final PendingNotification notification;

	private final boolean attemptBegun;

	private final @Nullable NotificationContent content;

	private final @Nullable Contact contact;

	private final @Nullable EmailSuppression emailSuppression;

	private final @Nullable RuntimeException failure;

	/**
	 * Creates a claim.
	 * @param content the content, or {@code null} if it has a failure
	 * @param contact the contact, or {@code null} if none is known or it has a failure
	 * @param failure the failure of the content or else of the contact, or {@code null}
	 */
	Claim(PendingNotification notification, boolean attemptBegun, @Nullable NotificationContent content,
			@Nullable Contact contact, @Nullable EmailSuppression emailSuppression,
			@Nullable RuntimeException failure) {
		this.notification = notification;
		this.attemptBegun = attemptBegun;
		this.content = content;
		this.contact = contact;
		this.emailSuppression = emailSuppression;
		this.failure = failure;
	}

	PendingNotification notification() {
		return this.notification;
	}

	/**
	 * Whether the begin of the attempt is stored. If not, the notification has to wait
	 * for its contact or its channel, or was ended.
	 */
	boolean attemptBegun() {
		return this.attemptBegun;
	}

	/**
	 * Returns the content.
	 * @throws RuntimeException if the source has not provided it
	 */
	NotificationContent content() {
		if (this.content == null) {
			throw (this.failure != null) ? this.failure : new IllegalStateException("There is no content");
		}
		return this.content;
	}

	/**
	 * Returns the contact, or {@code null} if none is known.
	 * @throws RuntimeException if the stored contact cannot be read
	 */
	@Nullable Contact contact() {
		if (this.failure != null) {
			throw this.failure;
		}
		return this.contact;
	}

	/**
	 * Returns why no e-mails are sent to the contact, or {@code null} if they are sent.
	 */
	@Nullable EmailSuppression emailSuppression() {
		return this.emailSuppression;
	}

}
