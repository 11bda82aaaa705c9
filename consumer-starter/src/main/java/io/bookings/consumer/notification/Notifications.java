package io.bookings.consumer.notification;

import java.util.Collection;

import io.bookings.consumer.task.TransactionalScheduler;
import io.bookings.events.EventType;

/**
 * Schedules notifications for a {@link io.bookings.consumer.BookingEventHandler}.
 */
public final class Notifications {

	private final NotificationTable table;

	private final TransactionalScheduler scheduler;

	private final boolean enabled;

	/**
	 * Creates the schedule.
	 * @param table the table of notifications
	 * @param scheduler runs the deliveries after the commit
	 * @param enabled whether notifications are sent
	 */
	public Notifications(NotificationTable table, TransactionalScheduler scheduler, boolean enabled) {
		this.table = table;
		this.scheduler = scheduler;
		this.enabled = enabled;
	}

	/**
	 * Schedules one notification for each booking in the current transaction. They are
	 * delivered after the commit, and discarded by a rollback. It runs one statement for
	 * any number of bookings, and a second one if some have a notification already. It
	 * does nothing if {@code booking.notification.enabled} is {@code false}.
	 * <p>
	 * If a booking has a notification of this event already, there is no second one. If
	 * the existing one is pending, it becomes due.
	 * @param eventType the type of the events that cause them
	 * @param bookingIds the bookings to notify about
	 * @throws IllegalStateException if there is no transaction
	 */
	public void schedule(EventType<?> eventType, Collection<String> bookingIds) {
		this.scheduler.requireTransaction();
		if (!this.enabled || bookingIds.isEmpty()) {
			return;
		}
		if (this.table.insert(eventType.name(), bookingIds) < bookingIds.size()) {
			this.table.makeDue(eventType.name(), bookingIds);
		}
		this.scheduler.runDueAfterCommit();
	}

}
