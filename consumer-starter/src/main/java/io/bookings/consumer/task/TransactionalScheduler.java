package io.bookings.consumer.task;

import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Schedules db-scheduler tasks in the current transaction: a rollback discards them, and
 * they run directly after the commit.
 */
public final class TransactionalScheduler {

	private final ObjectProvider<Scheduler> scheduler;

	/**
	 * Creates the access to the scheduler.
	 * @param scheduler runs the tasks
	 */
	public TransactionalScheduler(ObjectProvider<Scheduler> scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Checks that there is a transaction.
	 * @throws IllegalStateException if there is none
	 */
	public void requireTransaction() {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			throw new IllegalStateException("Tasks are scheduled in a transaction");
		}
	}

	/**
	 * Schedules tasks, due now.
	 * @param tasks tasks that are not scheduled
	 * @throws IllegalStateException if there is no transaction
	 */
	public void schedule(List<TaskInstance<?>> tasks) {
		requireTransaction();
		this.scheduler.getObject().scheduleBatch(tasks, Instant.now());
		runDueAfterCommit();
	}

	/**
	 * After the commit of the current transaction, runs all tasks that are due, instead
	 * of at the scheduler's next search.
	 * @throws IllegalStateException if there is no transaction
	 */
	public void runDueAfterCommit() {
		requireTransaction();
		Scheduler running = this.scheduler.getObject();
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCommit() {
				running.triggerCheckForDueExecutions();
			}

		});
	}

}
