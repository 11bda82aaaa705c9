package io.bookings.consumer.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.bookings.consumer.notification.NotificationTable.Status;
import io.bookings.consumer.trace.CurrentSpan;
import io.bookings.consumer.trace.Traces;
import io.micrometer.tracing.Span;
import org.jspecify.annotations.Nullable;

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

	private final NotificationClaims claims;

	private final NotificationTable table;

	private final ChannelTable channelTable;

	private final ChannelMonitor channelMonitor;

	private final Map<String, NotificationChannel> channels;

	private final NotificationProperties properties;

	private final NotificationMetrics metrics;

	private final Traces traces;

	private final DeliveryTurns turns;

	/**
	 * Creates the delivery.
	 * @param claims claims the notifications
	 * @param table the table of notifications
	 * @param channelTable the state of the channels
	 * @param channelMonitor shows the state of the channels
	 * @param channels the channels by name
	 * @param properties the settings of notifications
	 * @param metrics counts attempts
	 * @param traces starts spans
	 * @param turns gives priority to consuming
	 */
	public NotificationDelivery(NotificationClaims claims, NotificationTable table, ChannelTable channelTable,
			ChannelMonitor channelMonitor, Map<String, NotificationChannel> channels, NotificationProperties properties,
			NotificationMetrics metrics, Traces traces, DeliveryTurns turns) {
		this.claims = claims;
		this.table = table;
		this.channelTable = channelTable;
		this.channelMonitor = channelMonitor;
		this.channels = channels;
		this.properties = properties;
		this.metrics = metrics;
		this.traces = traces;
		this.turns = turns;
	}

	/**
	 * Attempts to deliver a notification.
	 * @param id the notification's id
	 * @return what happens to the task
	 */
	public CompletionHandler<Void> attempt(String id) {
		AttemptResult result = this.turns.run(() -> attempt(id, false));
		Duration delay = result.retryIn();
		if (result.taskRemoved()) {
			return (complete, task) -> {
			};
		}
		return (delay != null) ? (complete, task) -> task.reschedule(complete, complete.getTimeDone().plus(delay))
				: new CompletionHandler.OnCompleteRemove<>();
	}

	/**
	 * Attempts to deliver a notification although its channel is paused. A failure of the
	 * channel is only returned.
	 */
	AttemptResult probe(String id) {
		return attempt(id, true);
	}

	private AttemptResult attempt(String id, boolean probe) {
		Claim claim = this.claims.claim(id, probe).orElse(null);
		if (claim == null) {
			return AttemptResult.NOT_PENDING;
		}
		try (CurrentSpan span = this.traces.continuing("deliver notification", claim.notification().traceparent())) {
			this.traces.tag("booking.id", claim.notification().bookingId());
			return attempt(claim, span, probe);
		}
	}

	private AttemptResult attempt(Claim claim, CurrentSpan span, boolean probe) {
		PendingNotification row = claim.notification();
		if (row.attemptOpen() && !repeatable(row)) {
			return end(row, Status.UNKNOWN, null, "the service stopped during the attempt");
		}
		boolean sending = false;
		try {
			NotificationContent content = claim.content();
			if (hasStarted(content.calendarEntry())) {
				return end(row, Status.EXPIRED, null, "the slot has started");
			}
			Contact contact = claim.contact();
			if (contact == null) {
				this.table.waitForContact(row.id(), content.recipientId());
				span.abandon(); // repeated every minute, possibly for weeks
				return AttemptResult.retry(this.properties.contactRetry());
			}
			sending = true;
			return send(claim, content, contact);
		}
		catch (NoContentYetException ex) {
			this.table.waitForContent(row.id(), String.valueOf(ex.getMessage()));
			span.abandon();
			return AttemptResult.retry(this.properties.contactRetry());
		}
		catch (PermanentDeliveryException ex) {
			return end(row, Status.FAILED, null, ex.getMessage()).channelWorks(sending);
		}
		catch (ChannelUnavailableException ex) {
			return unavailable(row, ex, probe);
		}
		catch (UnknownDeliveryException ex) {
			return (repeatable(row) ? again(row, String.valueOf(ex.getMessage()))
					: end(row, Status.UNKNOWN, null, ex.getMessage()))
				.channelFails();
		}
		catch (TransientDeliveryException ex) {
			return again(row, String.valueOf(ex.getMessage())).channelWorks(sending);
		}
		catch (RuntimeException ex) {
			return again(row, ex.getClass().getSimpleName());
		}
	}

	/**
	 * Pauses the channel, except after a probe, which its caller handles.
	 */
	private AttemptResult unavailable(PendingNotification row, ChannelUnavailableException failure, boolean probe) {
		if (probe) {
			return AttemptResult.unavailable(failure);
		}
		if (row.channelFailures() >= MAX_CHANNEL_FAILURES) {
			return again(row, failure.reason());
		}
		if (this.channelTable.pause(row, failure, Instant.now())) {
			NotificationLog.paused(row, failure);
			this.channelMonitor.refresh();
		}
		return AttemptResult.TASK_REMOVED;
	}

	private static boolean hasStarted(@Nullable CalendarEntry entry) {
		return entry != null && !entry.start().isAfter(Instant.now());
	}

	private AttemptResult send(Claim claim, NotificationContent content, Contact contact) {
		PendingNotification row = claim.notification();
		String name = Objects.requireNonNull(row.channel());
		NotificationChannel channel = this.channels.get(name);
		if (channel == null) {
			throw new PermanentDeliveryException("the channel %s is not configured".formatted(name));
		}
		if (!claim.attemptBegun()) {
			// If it does not wait, the channel has just begun to work.
			return this.channelTable.enqueue(row) ? AttemptResult.TASK_REMOVED : AttemptResult.retry(Duration.ZERO);
		}
		String providerMessageId;
		try (var _ = this.traces.within("send " + name, Span.Kind.CLIENT)) {
			providerMessageId = channel.send(new OutgoingNotification(row.id(), row.bookingId(), name, content, contact,
					claim.emailSuppression()));
		}
		return end(row, Status.SENT, providerMessageId, null).channelWorks(true);
	}

	private boolean repeatable(PendingNotification row) {
		NotificationChannel channel = (row.channel() != null) ? this.channels.get(row.channel()) : null;
		return channel != null && channel.recognisesRepeats();
	}

	private void attempted(PendingNotification row, Status status) {
		this.metrics.attempted(row, status);
		this.traces.tag("booking.notification.status", status.code());
	}

	private AttemptResult again(PendingNotification row, String error) {
		int attempts = row.attempts() + 1;
		if (attempts >= this.properties.maxAttempts()) {
			return end(row, Status.FAILED, null, error);
		}
		this.table.settle(row, Status.PENDING, null, error);
		attempted(row, Status.PENDING);
		Duration delay = this.properties.backOff().delay(attempts, RandomGenerator.getDefault());
		NotificationLog.failed(row, error, delay);
		return AttemptResult.retry(delay);
	}

	private AttemptResult end(PendingNotification row, Status status, @Nullable String providerMessageId,
			@Nullable String error) {
		this.table.settle(row, status, providerMessageId, error);
		attempted(row, status);
		NotificationLog.ended(row, status, error);
		return AttemptResult.TASK_REMOVED;
	}

}
