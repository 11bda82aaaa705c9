package io.bookings.consumer.task;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets rows that have outlived the retention, in small deletes that hold few locks and
 * skip those of others, so that consumption never waits for it.
 */
public final class Purge {

	static final Duration INTERVAL = Duration.ofMinutes(5);

	private static final int ROWS = 1000;

	private static final Logger logger = LoggerFactory.getLogger(Purge.class);

	private Purge() {
	}

	/**
	 * A chore that purges one table every five minutes.
	 * @param what the rows, for the log
	 * @param retention the age from which rows are deleted
	 * @param delete deletes rows of an age in seconds, up to a limit, and returns how
	 * many
	 * @return the chore, to be registered as a bean
	 */
	public static Chore of(String what, Duration retention, Delete delete) {
		return new Chore("purge " + what, () -> run(what, retention, delete), () -> INTERVAL);
	}

	private static void run(String what, Duration retention, Delete delete) {
		int total = 0;
		int deleted;
		do {
			deleted = delete.rows(retention.toSeconds(), ROWS);
			total += deleted;
		}
		while (deleted == ROWS);
		if (total > 0) {
			logger.info("Purged {} {} older than {}", total, what, retention);
		}
	}

	/**
	 * A delete in one statement that skips locked rows.
	 */
	@FunctionalInterface
	public interface Delete {

		/**
		 * Deletes.
		 * @param ageInSeconds least age of the rows
		 * @param limit most rows to delete
		 * @return the number of rows deleted
		 */
		int rows(long ageInSeconds, int limit);

	}

}
