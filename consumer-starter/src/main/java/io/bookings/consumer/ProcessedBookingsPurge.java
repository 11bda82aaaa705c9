package io.bookings.consumer;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets booking ids that no message can refer to any more, in small deletes that hold
 * few locks and skip those of others, so that consumption never waits for it.
 */
class ProcessedBookingsPurge {

	static final Duration INTERVAL = Duration.ofMinutes(5);

	private static final int ROWS = 1000;

	private static final Logger logger = LoggerFactory.getLogger(ProcessedBookingsPurge.class);

	private final ProcessedBookings processed;

	private final Duration retention;

	ProcessedBookingsPurge(ProcessedBookings processed, Duration retention) {
		this.processed = processed;
		this.retention = retention;
	}

	void run() {
		int total = 0;
		int purged;
		do {
			purged = this.processed.purge(this.retention.toSeconds(), ROWS);
			total += purged;
		}
		while (purged == ROWS);
		if (total > 0) {
			logger.info("Forgot {} booking ids that were processed more than {} ago", total, this.retention);
		}
	}

}
