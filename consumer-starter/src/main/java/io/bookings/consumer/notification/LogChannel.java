package io.bookings.consumer.notification;

import io.bookings.consumer.log.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the e-mail channel if no mail server is configured: logs the subject of each
 * e-mail, without the recipient.
 */
public class LogChannel implements NotificationChannel {

	private static final Logger logger = LoggerFactory.getLogger(LogChannel.class);

	private final NotificationTexts texts;

	/**
	 * Creates the channel.
	 * @param texts the texts of the notifications
	 */
	public LogChannel(NotificationTexts texts) {
		this.texts = texts;
	}

	@Override
	public String name() {
		return "email";
	}

	@Override
	public boolean recognisesRepeats() {
		return true;
	}

	@Override
	public @Nullable String send(OutgoingNotification notification) {
		logger.info("No mail server is configured (spring.mail.host); an e-mail about booking {} would be sent: {}",
				Printable.of(notification.bookingId()), this.texts.subject(notification));
		return null;
	}

}
