package io.bookings.consumer;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Runs every {@link Chore} while the application runs.
 */
class Housekeeping implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

	private final List<Chore> chores;

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	Housekeeping(List<Chore> chores) {
		this.chores = chores;
	}

	@Override
	public void start() {
		ScheduledThreadPoolExecutor starting = new ScheduledThreadPoolExecutor(Math.max(1, this.chores.size()),
				Thread.ofPlatform().name("housekeeping-", 0).daemon().factory());
		starting.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor = starting;
		this.chores.forEach((chore) -> starting.execute(() -> run(chore, starting)));
	}

	private void run(Chore chore, ScheduledThreadPoolExecutor executor) {
		try {
			chore.work().run();
		}
		catch (RuntimeException | Error ex) { // no chore may end unseen, whatever it
												// meets
			logger.warn("Could not {}: {}", chore.name(), FailureKind.describe(ex));
		}
		try {
			executor.schedule(() -> run(chore, executor), chore.interval().get().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No more {}: the service stops", chore.name());
		}
	}

	@Override
	public void stop() {
		ScheduledThreadPoolExecutor running = this.executor;
		if (running != null) {
			running.shutdown();
			this.executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

}
