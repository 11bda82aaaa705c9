package io.bookings.consumer.notification;

import java.time.Duration;

import io.bookings.consumer.log.Printable;
import io.bookings.consumer.notification.NotificationTable.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes one log line for each attempt to deliver a notification, with ids and without
 * addresses.
 */
final class NotificationLog {

	private static final Logger logger = LoggerFactory.getLogger("io.bookings.consumer.notification");

	private NotificationLog() {
	}

	static void ended(PendingNotification row, Status status, @Nullable String recipient, @Nullable String error) {
		String bookingId = Printable.of(row.bookingId());
		switch (status) {
			case SENT -> line(Level.INFO, row, status).log("Notification of booking {} was sent to {} by {}", bookingId,
					Printable.of(recipient), row.channel());
			case EXPIRED ->
				line(Level.INFO, row, status).log("Notification of booking {} has expired: {}", bookingId, error);
			default -> line(Level.ERROR, row, status).log("Notification of booking {} is {} after {} attempts: {}",
					bookingId, status, row.attempts() + 1, Printable.of(error));
		}
	}

	static void failed(PendingNotification row, String error, Duration delay) {
		line(Level.WARN, row, Status.PENDING).log(
				"Notification of booking {} was not delivered at attempt {}: {}; next attempt in {}",
				Printable.of(row.bookingId()), row.attempts() + 1, Printable.of(error), delay);
	}

	private static LoggingEventBuilder line(Level level, PendingNotification row, Status status) {
		return logger.atLevel(level)
			.addKeyValue("outcome", status.code())
			.addKeyValue("bookingId", Printable.of(row.bookingId()))
			.addKeyValue("notificationId", row.id())
			.addKeyValue("channel", row.channel())
			.addKeyValue("attempt", row.attempts() + 1);
	}

}
