package io.bookings.consumer.task;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Work that each instance repeats in the background, one run at a time.
 * {@link BackgroundTaskRunner} runs every bean of this type.
 *
 * @param name lower case with hyphens, for the log and as the {@code task} tag of the
 * metric
 * @param work one run; an exception is logged and does not stop later runs
 * @param interval called after each run: the time until the next run
 */
public record BackgroundTask(String name, Runnable work, Supplier<Duration> interval) {
}
