package io.bookings.consumer.task;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Something that a service does again and again in the background, one run after the
 * other. A bean of this type is enough: {@link Housekeeping} runs it.
 *
 * @param name what it does, for the log and as the tag of its metric
 * @param work one run; what it throws is logged and does not end the repetition
 * @param interval asked after each run: the time until the next one
 */
public record Chore(String name, Runnable work, Supplier<Duration> interval) {
}
