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

	static void ended(PendingNotification row, Status status, @Nullable String error) {
		String bookingId = Printable.of(row.bookingId());
		switch (status) {
			case SENT -> line(Level.INFO, row, status).log("Notification of booking {} was sent by {}", bookingId,
					row.channel());
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

	static void paused(PendingNotification row, ChannelUnavailableException failure) {
		logger.atWarn()
			.addKeyValue("channel", row.channel())
			.log("Channel {} is paused for all instances: {}. {} Its notifications wait and lose no attempt",
					row.channel(), Printable.of(failure.reason()), failure.remedy());
	}

	static void probeFailed(String channel, @Nullable ChannelUnavailableException failure, Duration delay) {
		logger.atInfo()
			.addKeyValue("channel", channel)
			.log("Channel {} is still paused: {}; next probe in {}", channel,
					(failure != null) ? Printable.of(failure.reason()) : "the result of the probe is unknown", delay);
	}

	static void recovers(ChannelState state, int maxPerSecond) {
		logger.atInfo()
			.addKeyValue("channel", state.name())
			.log("Channel {} works again; {} notifications wait and leave at {} per second", state.name(),
					state.waiting(), maxPerSecond);
	}

	static void recovered(ChannelState state) {
		logger.atInfo()
			.addKeyValue("channel", state.name())
			.log("Channel {} has no waiting notifications any more", state.name());
	}

	static void repaired(int rows) {
		logger.warn("{} notifications or channels had no task and were scheduled again", rows);
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
