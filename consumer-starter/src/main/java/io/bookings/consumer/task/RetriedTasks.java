package io.bookings.consumer.task;

import io.bookings.consumer.trace.Traces;
import io.bookings.events.EventType;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Creates the {@link RetriedTask} beans of a service.
 */
public final class RetriedTasks {

	private final JdbcClient jdbc;

	private final TransactionalScheduler scheduler;

	private final Traces traces;

	/**
	 * Creates the factory.
	 * @param jdbc the database
	 * @param scheduler schedules the tasks
	 * @param traces starts spans
	 */
	public RetriedTasks(JdbcClient jdbc, TransactionalScheduler scheduler, Traces traces) {
		this.jdbc = jdbc;
		this.scheduler = scheduler;
		this.traces = traces;
	}

	/**
	 * Creates a task, to register as a bean.
	 * @param name the name in {@code scheduled_tasks}, in lower case with hyphens
	 * @param eventType the type of the events that cause the task
	 * @param failed what the history of the booking and the log call a failure, in one or
	 * two words
	 * @param delays the delays before a retry, and between the tests during a pause
	 * @param work what the task does
	 * @return the task
	 */
	public RetriedTask create(String name, EventType<?> eventType, String failed, FullJitter delays,
			RetriedTask.Work work) {
		return new RetriedTask(name, eventType, failed, delays, work, this.jdbc, this.scheduler, this.traces);
	}

}
