package io.bookings.consumer.task;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that each instance repeats in the background, one run at a time.
 * {@link BackgroundTaskRunner} runs every bean of this type.
 *
 * @param name the name in the log and in the metric's tag {@code task}, in lower case
 * with hyphens
 * @param work one run; an exception is logged and does not stop later runs
 * @param interval called after each run; returns the delay until the next run
 */
public record BackgroundTask(String name, Runnable work, Supplier<Duration> interval) {
}
