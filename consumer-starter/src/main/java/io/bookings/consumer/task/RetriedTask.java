package io.bookings.consumer.task;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.bookings.consumer.history.HistoryTable;
import io.bookings.consumer.log.Printable;
import io.bookings.consumer.outage.FailureKind;
import io.bookings.consumer.trace.BookingTraces;
import io.bookings.consumer.trace.CurrentSpan;
import io.bookings.consumer.trace.Traces;
import io.bookings.events.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A db-scheduler task that does something for each booking, once or more, until it
 * succeeds. It is retried without a limit. The task instance is the booking's id, and its
 * data the booking's trace context.
 * <p>
 * A failure that all bookings share pauses the task on this instance: one booking at a
 * time tests whether the failure has ended, and all others are postponed. After the first
 * failures, an outage of another system occupies at most one thread of the scheduler.
 */
public final class RetriedTask extends AbstractTask<String> {

	/** If the result could not be stored, because the database was unavailable. */
	private static final Duration RETRY_UNNOTED = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(RetriedTask.class);

	private final EventType<?> eventType;

	private final String failed;

	private final FullJitter delays;

	private final Work work;

	private final JdbcClient jdbc;

	private final TransactionalScheduler scheduler;

	private final Traces traces;

	private final TaskPause pause;

	RetriedTask(String name, EventType<?> eventType, String failed, FullJitter delays, Work work, JdbcClient jdbc,
			TransactionalScheduler scheduler, Traces traces) {
		super(name, String.class, new FailureHandler.OnFailureRetryLater<>(RETRY_UNNOTED),
				new DeadExecutionHandler.ReviveDeadExecution<>());
		this.eventType = eventType;
		this.failed = failed;
		this.delays = delays;
		this.work = work;
		this.jdbc = jdbc;
		this.scheduler = scheduler;
		this.traces = traces;
		this.pause = new TaskPause(delays, InstantSource.system());
	}

	/**
	 * Schedules the task for each booking in the current transaction, due at its commit.
	 * @param bookingIds bookings for which the task is not scheduled
	 * @throws IllegalStateException if there is no transaction
	 */
	public void schedule(Collection<String> bookingIds) {
		this.scheduler.schedule(bookingIds.stream()
			.<TaskInstance<?>>map((id) -> new TaskInstance<>(this.name, id, BookingTraces.traceparent(id)))
			.toList());
	}

	/**
	 * Schedules the task for bookings that have none, such as those of an earlier
	 * version. They become due at random times up to the longest delay.
	 * @param query a query of the ids of all bookings that need the task
	 * @return the number of tasks scheduled
	 */
	public int scheduleMissing(String query) {
		return this.jdbc.sql("""
				insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
				select :name, booking_id, now() + random() * make_interval(secs => :seconds), false, 1
				from (%s) as needed (booking_id)
				where not exists (
					select from scheduled_tasks where task_name = :name and task_instance = booking_id)
				on conflict do nothing""".formatted(query))
			.param("name", this.name)
			.param("seconds", this.delays.max().toSeconds())
			.update();
	}

	/**
	 * Returns the pause of the task on this instance.
	 * @return {@code null} if it is not paused
	 */
	public @Nullable Pause pause() {
		return this.pause.current();
	}

	@Override
	public SchedulableInstance<String> schedulableInstance(String id) {
		return SchedulableInstance.of(instance(id), Instant.now());
	}

	@Override
	public SchedulableInstance<String> schedulableInstance(String id, String data) {
		return SchedulableInstance.of(instance(id, data), Instant.now());
	}

	@Override
	public CompletionHandler<String> execute(TaskInstance<String> instance, ExecutionContext context) {
		int failures = context.getExecution().consecutiveFailures + 1;
		TaskPause.Run permitted = this.pause.enter();
		if (permitted == null) {
			return retry(this.pause.delay(failures));
		}
		boolean known = false;
		try {
			run(instance);
			known = true;
			worked();
			return new CompletionHandler.OnCompleteRemove<>();
		}
		catch (RetryException ex) {
			known = true;
			return retry(failed(instance.getId(), permitted, ex, failures));
		}
		catch (RuntimeException ex) {
			return retry(reported(instance.getId(), FailureKind.describe(ex), this.pause.delay(failures)));
		}
		finally {
			if (!known) {
				this.pause.abandon(permitted);
			}
		}
	}

	private void run(TaskInstance<String> instance) {
		@Nullable String traceparent = instance.getData(); // null without traces
		try (CurrentSpan _ = this.traces.continuing(this.name.replace('-', ' '), traceparent)) {
			this.traces.tag("booking.id", instance.getId());
			BookingTraces.during((id) -> traceparent, () -> this.work.run(instance.getId()));
		}
	}

	private void worked() {
		Pause ended = this.pause.end();
		if (ended != null) {
			logger.info("The task {} continues after {}", this.name, Duration.between(ended.since(), Instant.now()));
		}
	}

	/**
	 * Returns a random delay also for the booking that tested a pause. Otherwise, the
	 * next test would be about the same booking, which may be the only one that fails.
	 */
	private Duration failed(String bookingId, TaskPause.Run permitted, RetryException failure, int failures) {
		if (!failure.isShared()) {
			worked();
		}
		else if (this.pause.fail(permitted, failure.reason())) {
			logger.warn("The task {} is paused on this instance: {}", this.name, Printable.of(failure.reason()));
		}
		return reported(bookingId, failure.reason(), this.pause.delay(failures));
	}

	/**
	 * Adds a line to the booking's history and to the log, unless the reason is the same
	 * as before, because the failure can last for weeks.
	 */
	private Duration reported(String bookingId, String reason, Duration delay) {
		if (new HistoryTable(this.jdbc).appendIfNew(this.eventType.name(),
				new HistoryTable.Line(bookingId, this.failed, Printable.of(reason)))) {
			logger.atWarn()
				.addKeyValue("bookingId", Printable.of(bookingId))
				.log("Booking {}: {}: {}; next attempt in {}", Printable.of(bookingId), this.failed,
						Printable.of(reason), delay);
		}
		return delay;
	}

	/**
	 * Counts a failure, also for a booking that was only postponed.
	 */
	private static CompletionHandler<String> retry(Duration delay) {
		Instant started = Instant.now();
		return (complete, operations) -> operations.reschedule(
				ExecutionComplete.failure(complete.getExecution(), started, complete.getTimeDone(), null),
				complete.getTimeDone().plus(delay));
	}

	/**
	 * What a task does for a booking.
	 */
	@FunctionalInterface
	public interface Work {

		/**
		 * Does the work, outside any transaction. It is called again after a failure and
		 * after a crash, so it must have its effect only once.
		 * @param bookingId the booking's id
		 * @throws RetryException if it has to be retried, for a reason to show
		 */
		void run(String bookingId);

	}

	/**
	 * A pause that has not ended.
	 *
	 * @param since when it began
	 * @param until when the next test is due
	 * @param reason the reason, without data of a booking
	 */
	public record Pause(Instant since, Instant until, String reason) {

	}

}
