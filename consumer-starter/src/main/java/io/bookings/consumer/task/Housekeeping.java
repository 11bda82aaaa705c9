package io.bookings.consumer.task;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.bookings.consumer.outage.FailureKind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Runs every {@link Chore} while the application runs.
 */
public class Housekeeping implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

	private final List<Chore> chores;

	private final MeterRegistry registry;

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	public Housekeeping(List<Chore> chores, MeterRegistry registry) {
		this.chores = chores;
		this.registry = registry;
		chores.forEach((chore) -> {
			timer(chore, "done");
			timer(chore, "failed"); // shows 0 until it happens
		});
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
		Timer.Sample run = Timer.start(this.registry);
		try {
			chore.work().run();
			run.stop(timer(chore, "done"));
		}
		catch (RuntimeException | Error ex) { // no chore may end unseen, whatever it
												// meets
			run.stop(timer(chore, "failed"));
			logger.warn("Could not {}: {}", chore.name(), FailureKind.describe(ex));
		}
		try {
			executor.schedule(() -> run(chore, executor), chore.interval().get().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No more {}: the service stops", chore.name());
		}
	}

	private Timer timer(Chore chore, String result) {
		return this.registry.timer("booking.chore", "chore", chore.name(), "result", result);
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
