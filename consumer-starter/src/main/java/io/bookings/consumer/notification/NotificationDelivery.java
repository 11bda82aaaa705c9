package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.trace.CurrentSpan;
import io.bookings.consumer.trace.Traces;
import io.micrometer.tracing.Span;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Delivers one notification. A db-scheduler task calls it, outside any transaction. It
 * stores the begin of each attempt before the send and the result after it, so that the
 * next attempt detects a crash in between.
 */
public class NotificationDelivery {

	/**
	 * The db-scheduler task that delivers notifications. The instance is the
	 * notification's id.
	 */
	public static final TaskDescriptor<Void> TASK = TaskDescriptor.of("notification");

	private final NotificationTable table;

	private final NotificationSource source;

	private final Map<String, NotificationChannel> channels;

	private final TransactionOperations transaction;

	private final NotificationProperties properties;

	private final NotificationMetrics metrics;

	private final Traces traces;

	/**
	 * Creates the delivery.
	 * @param table the table of notifications
	 * @param source the content of notifications and the contacts
	 * @param channels the channels by name
	 * @param transaction begins transactions
	 * @param properties the settings of notifications
	 * @param metrics counts attempts
	 * @param traces starts spans
	 */
	public NotificationDelivery(NotificationTable table, NotificationSource source,
			Map<String, NotificationChannel> channels, TransactionOperations transaction,
			NotificationProperties properties, NotificationMetrics metrics, Traces traces) {
		this.table = table;
		this.source = source;
		this.channels = channels;
		this.transaction = transaction;
		this.properties = properties;
		this.metrics = metrics;
		this.traces = traces;
	}

	/**
	 * Attempts to deliver a notification.
	 * @param id the notification's id
	 * @param client schedules the notifications of the contact's other channels
	 * @return the time until the next attempt, or {@code null} when there is none
	 */
	public @Nullable Duration attempt(String id, SchedulerClient client) {
		PendingNotification row = this.table.findPending(id).orElse(null);
		if (row == null) {
			return null; // settled by an attempt whose task could not be removed
		}
		try (CurrentSpan span = this.traces.continuing("deliver notification", row.traceparent())) {
			this.traces.tag("booking.id", row.bookingId());
			return attempt(row, client, span);
		}
	}

	private @Nullable Duration attempt(PendingNotification row, SchedulerClient client, CurrentSpan span) {
		if (row.attemptOpen() && !repeatable(row)) {
			return end(row, Status.UNKNOWN, null, null, "the service stopped during the attempt");
		}
		String recipient = null;
		try {
			NotificationContent content = this.source.prepare(row.bookingId());
			recipient = content.recipientId();
			if (hasStarted(content.calendarEntry())) {
				return end(row, Status.EXPIRED, recipient, null, "the slot has started");
			}
			Optional<Contact> contact = this.source.contact(recipient);
			if (contact.isEmpty()) {
				this.table.waitForContact(row.id(), recipient);
				span.abandon(); // repeated every minute, possibly for weeks
				return this.properties.contactRetry();
			}
			row = addressed(row, recipient, contact.get(), client);
			return send(row, content, contact.get());
		}
		catch (PermanentDeliveryException ex) {
			return end(row, Status.FAILED, recipient, null, ex.getMessage());
		}
		catch (UnknownDeliveryException ex) {
			return repeatable(row) ? again(row, recipient, String.valueOf(ex.getMessage()))
					: end(row, Status.UNKNOWN, recipient, null, ex.getMessage());
		}
		catch (TransientDeliveryException ex) {
			return again(row, recipient, String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			return again(row, recipient, ex.getClass().getSimpleName());
		}
	}

	private static boolean hasStarted(@Nullable CalendarEntry entry) {
		return entry != null && !entry.start().isAfter(Instant.now());
	}

	private @Nullable Duration send(PendingNotification row, NotificationContent content, Contact contact) {
		String name = Objects.requireNonNull(row.channel());
		NotificationChannel channel = this.channels.get(name);
		if (channel == null) {
			throw new PermanentDeliveryException("the channel %s is not configured".formatted(name));
		}
		this.table.beginAttempt(row.id());
		String providerMessageId;
		try (var _ = this.traces.within("send " + name, Span.Kind.CLIENT)) {
			providerMessageId = channel
				.send(new OutgoingNotification(row.id(), row.bookingId(), name, content, contact));
		}
		return end(row, Status.SENT, content.recipientId(), providerMessageId, null);
	}

	/**
	 * Creates one notification for each channel of the contact.
	 */
	private PendingNotification addressed(PendingNotification row, String recipient, Contact contact,
			SchedulerClient client) {
		if (row.channel() != null) {
			return row;
		}
		this.transaction.executeWithoutResult((status) -> {
			List<TaskInstance<?>> others = this.table.address(row, recipient, contact.channels())
				.stream()
				.<TaskInstance<?>>map((id) -> TASK.instance(id).build())
				.toList();
			if (!others.isEmpty()) {
				client.scheduleBatch(others, Instant.now());
			}
		});
		return row.withChannel(contact.channels().getFirst());
	}

	private boolean repeatable(PendingNotification row) {
		NotificationChannel channel = (row.channel() != null) ? this.channels.get(row.channel()) : null;
		return channel != null && channel.recognisesRepeats();
	}

	private void attempted(PendingNotification row, Status status) {
		this.metrics.attempted(row, status);
		this.traces.tag("booking.notification.status", status.code());
	}

	private @Nullable Duration again(PendingNotification row, @Nullable String recipient, String error) {
		int attempts = row.attempts() + 1;
		if (attempts >= this.properties.maxAttempts()) {
			return end(row, Status.FAILED, recipient, null, error);
		}
		this.table.settle(row.id(), Status.PENDING, recipient, null, error);
		attempted(row, Status.PENDING);
		Duration delay = this.properties.backOff().delay(attempts, RandomGenerator.getDefault());
		NotificationLog.failed(row, error, delay);
		return delay;
	}

	private @Nullable Duration end(PendingNotification row, Status status, @Nullable String recipient,
			@Nullable String providerMessageId, @Nullable String error) {
		this.table.settle(row.id(), status, recipient, providerMessageId, error);
		attempted(row, status);
		NotificationLog.ended(row, status, recipient, error);
		return null;
	}

}
