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
 * Runs every {@link BackgroundTask} while the application runs.
 */
public class BackgroundTaskRunner implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundTaskRunner.class);

	private final List<BackgroundTask> tasks;

	private final MeterRegistry registry;

	private volatile @Nullable ScheduledThreadPoolExecutor executor;

	/**
	 * Creates the runner. It starts with the application context.
	 * @param tasks the tasks to run
	 * @param registry the registry of the timer {@code booking.task}
	 */
	public BackgroundTaskRunner(List<BackgroundTask> tasks, MeterRegistry registry) {
		this.tasks = tasks;
		this.registry = registry;
		tasks.forEach((task) -> {
			timer(task, "done");
			timer(task, "failed"); // shows 0 until the first failure
		});
	}

	@Override
	public void start() {
		ScheduledThreadPoolExecutor starting = new ScheduledThreadPoolExecutor(Math.max(1, this.tasks.size()),
				Thread.ofPlatform().name("task-", 0).daemon().factory());
		starting.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		this.executor = starting;
		this.tasks.forEach((task) -> starting.execute(() -> run(task, starting)));
	}

	private void run(BackgroundTask task, ScheduledThreadPoolExecutor executor) {
		Timer.Sample run = Timer.start(this.registry);
		try {
			task.work().run();
			run.stop(timer(task, "done"));
		}
		catch (RuntimeException | Error ex) { // a task must never stop silently
			run.stop(timer(task, "failed"));
			logger.warn("Background task {} failed: {}", task.name(), FailureKind.describe(ex));
		}
		try {
			executor.schedule(() -> run(task, executor), task.interval().get().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Background task {} ends: the service is stopping", task.name());
		}
	}

	private Timer timer(BackgroundTask task, String result) {
		return this.registry.timer("booking.task", "task", task.name(), "result", result);
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
