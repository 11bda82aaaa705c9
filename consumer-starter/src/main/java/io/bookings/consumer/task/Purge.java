package io.bookings.consumer.task;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows that are older than their retention. The deletes are small and skip locked
 * rows, so that message processing never waits for them.
 */
public final class Purge {

	static final Duration INTERVAL = Duration.ofMinutes(5);

	private static final int ROWS = 1000;

	private static final Logger logger = LoggerFactory.getLogger(Purge.class);

	private Purge() {
	}

	/**
	 * Creates a task that purges one table every five minutes.
	 * @param rows the name of the rows in the task's name and the log
	 * @param retention the age from which rows are deleted
	 * @param delete deletes rows of an age in seconds, up to a limit, and returns how
	 * many
	 * @return the task, to register as a bean
	 */
	public static BackgroundTask of(String rows, Duration retention, Delete delete) {
		return new BackgroundTask("purge-" + rows, () -> run(rows, retention, delete), () -> INTERVAL);
	}

	private static void run(String rows, Duration retention, Delete delete) {
		int total = 0;
		int deleted;
		do {
			deleted = delete.rows(retention.toSeconds(), ROWS);
			total += deleted;
		}
		while (deleted == ROWS);
		if (total > 0) {
			logger.info("Purged {} rows older than {}: {}", total, retention, rows);
		}
	}

	/**
	 * A delete in one statement that skips locked rows.
	 */
	@FunctionalInterface
	public interface Delete {

		/**
		 * Deletes rows.
		 * @param ageInSeconds the minimum age of the rows
		 * @param limit the maximum number of rows
		 * @return the number of rows deleted
		 */
		int rows(long ageInSeconds, int limit);

	}

}
