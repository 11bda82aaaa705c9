package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
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

	/**
	 * After this number of failures of the channel, further ones count as attempts. A
	 * notification that fails so often while others are sent would pause the channel
	 * again and again.
	 */
	private static final int MAX_CHANNEL_FAILURES = 5;

	private final NotificationTable table;

	private final ChannelTable channelTable;

	private final ChannelMonitor channelMonitor;

	private final NotificationSource source;

	private final Map<String, NotificationChannel> channels;

	private final TransactionOperations transaction;

	private final NotificationProperties properties;

	private final NotificationMetrics metrics;

	private final Traces traces;

	/**
	 * Creates the delivery.
	 * @param table the table of notifications
	 * @param channelTable the state of the channels
	 * @param channelMonitor shows the state of the channels
	 * @param source the content of notifications and the contacts
	 * @param channels the channels by name
	 * @param transaction begins transactions
	 * @param properties the settings of notifications
	 * @param metrics counts attempts
	 * @param traces starts spans
	 */
	public NotificationDelivery(NotificationTable table, ChannelTable channelTable, ChannelMonitor channelMonitor,
			NotificationSource source, Map<String, NotificationChannel> channels, TransactionOperations transaction,
			NotificationProperties properties, NotificationMetrics metrics, Traces traces) {
		this.table = table;
		this.channelTable = channelTable;
		this.channelMonitor = channelMonitor;
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
	 * @return what happens to the task
	 */
	public CompletionHandler<Void> attempt(String id, SchedulerClient client) {
		AttemptResult result = attempt(id, client, false);
		Duration delay = result.retryIn();
		if (result.waits()) {
			return (complete, task) -> {
				// Its task was removed in the same transaction.
			};
		}
		return (delay != null) ? (complete, task) -> task.reschedule(complete, complete.getTimeDone().plus(delay))
				: new CompletionHandler.OnCompleteRemove<>();
	}

	/**
	 * Attempts to deliver a notification although its channel is paused. A failure of the
	 * channel is only returned.
	 */
	AttemptResult probe(String id, SchedulerClient client) {
		return attempt(id, client, true);
	}

	private AttemptResult attempt(String id, SchedulerClient client, boolean probe) {
		PendingNotification row = this.table.findPending(id).orElse(null);
		if (row == null) {
			return AttemptResult.ENDED; // by an attempt whose task could not be removed
		}
		try (CurrentSpan span = this.traces.continuing("deliver notification", row.traceparent())) {
			this.traces.tag("booking.id", row.bookingId());
			return attempt(row, client, span, probe);
		}
	}

	private AttemptResult attempt(PendingNotification row, SchedulerClient client, CurrentSpan span, boolean probe) {
		if (row.attemptOpen() && !repeatable(row)) {
			return end(row, Status.UNKNOWN, null, null, "the service stopped during the attempt");
		}
		String recipient = null;
		boolean sending = false;
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
				return AttemptResult.retry(this.properties.contactRetry());
			}
			row = addressed(row, recipient, contact.get(), client);
			sending = true;
			return send(row, content, contact.get(), probe);
		}
		catch (NoContentYetException ex) {
			this.table.waitForContent(row.id(), String.valueOf(ex.getMessage()));
			span.abandon();
			return AttemptResult.retry(this.properties.contactRetry());
		}
		catch (PermanentDeliveryException ex) {
			return end(row, Status.FAILED, recipient, null, ex.getMessage()).channelWorks(sending);
		}
		catch (ChannelUnavailableException ex) {
			return unavailable(row, recipient, ex, probe);
		}
		catch (UnknownDeliveryException ex) {
			return (repeatable(row) ? again(row, recipient, String.valueOf(ex.getMessage()))
					: end(row, Status.UNKNOWN, recipient, null, ex.getMessage()))
				.channelFails();
		}
		catch (TransientDeliveryException ex) {
			return again(row, recipient, String.valueOf(ex.getMessage())).channelWorks(sending);
		}
		catch (RuntimeException ex) {
			return again(row, recipient, ex.getClass().getSimpleName());
		}
	}

	/**
	 * Pauses the channel, except after a probe, which its caller handles.
	 */
	private AttemptResult unavailable(PendingNotification row, @Nullable String recipient,
			ChannelUnavailableException failure, boolean probe) {
		if (probe) {
			return AttemptResult.unavailable(failure);
		}
		if (row.channelFailures() >= MAX_CHANNEL_FAILURES) {
			return again(row, recipient, failure.reason());
		}
		if (this.channelTable.pause(row, failure, Instant.now())) {
			NotificationLog.paused(row, failure);
			this.channelMonitor.refresh();
		}
		return AttemptResult.WAITS;
	}

	private static boolean hasStarted(@Nullable CalendarEntry entry) {
		return entry != null && !entry.start().isAfter(Instant.now());
	}

	private AttemptResult send(PendingNotification row, NotificationContent content, Contact contact, boolean probe) {
		String name = Objects.requireNonNull(row.channel());
		NotificationChannel channel = this.channels.get(name);
		if (channel == null) {
			throw new PermanentDeliveryException("the channel %s is not configured".formatted(name));
		}
		if (!this.table.beginAttempt(row, probe)) {
			// If it does not wait, the channel has just begun to work.
			return this.channelTable.enqueue(row) ? AttemptResult.WAITS : AttemptResult.retry(Duration.ZERO);
		}
		String providerMessageId;
		try (var _ = this.traces.within("send " + name, Span.Kind.CLIENT)) {
			providerMessageId = channel
				.send(new OutgoingNotification(row.id(), row.bookingId(), name, content, contact));
		}
		return end(row, Status.SENT, content.recipientId(), providerMessageId, null).channelWorks(true);
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

	private AttemptResult again(PendingNotification row, @Nullable String recipient, String error) {
		int attempts = row.attempts() + 1;
		if (attempts >= this.properties.maxAttempts()) {
			return end(row, Status.FAILED, recipient, null, error);
		}
		this.table.settle(row.id(), Status.PENDING, recipient, null, error);
		attempted(row, Status.PENDING);
		Duration delay = this.properties.backOff().delay(attempts, RandomGenerator.getDefault());
		NotificationLog.failed(row, error, delay);
		return AttemptResult.retry(delay);
	}

	private AttemptResult end(PendingNotification row, Status status, @Nullable String recipient,
			@Nullable String providerMessageId, @Nullable String error) {
		this.table.settle(row.id(), status, recipient, providerMessageId, error);
		attempted(row, status);
		NotificationLog.ended(row, status, error);
		return AttemptResult.ENDED;
	}

}
