package io.bookings.consumer.notification;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.bookings.events.EventType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Where a {@link io.bookings.consumer.BookingEventHandler} schedules notifications.
 */
public final class Notifications {

	private final NotificationTable table;

	private final ObjectProvider<Scheduler> scheduler;

	private final boolean enabled;

	public Notifications(NotificationTable table, ObjectProvider<Scheduler> scheduler, boolean enabled) {
		this.table = table;
		this.scheduler = scheduler;
		this.enabled = enabled;
	}

	/**
	 * Schedules one notification for each booking, in the current transaction: they are
	 * committed with what else it stores, or not at all, and delivered afterwards. Costs
	 * two statements, however many there are. Does nothing when notifications are
	 * switched off by {@code booking.notification.enabled}.
	 * @param eventType the type of the events that cause them
	 * @param bookingIds bookings for which none was scheduled before, by this event
	 * @throws IllegalStateException when there is no transaction
	 */
	public void schedule(EventType<?> eventType, Collection<String> bookingIds) {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("Notifications are scheduled in a transaction");
		}
		if (!this.enabled) {
			return;
		}
		List<TaskInstance<?>> tasks = this.table.insert(eventType.name(), bookingIds)
			.stream()
			.<TaskInstance<?>>map((id) -> NotificationDelivery.TASK.instance(id).build())
			.toList();
		this.scheduler.getObject().scheduleBatch(tasks, Instant.now());
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				Notifications.this.scheduler.getObject().triggerCheckForDueExecutions();
			}

		});
	}

}
