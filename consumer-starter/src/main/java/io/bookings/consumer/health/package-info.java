/**
 * Health of the queue and of polling. {@code SqsCallMonitor} remembers the result of the
 * last call of each kind, {@code QueueWatch} reads the attributes of the queues, and
 * {@code QueueIssues} explains both in sentences with a remedy.
 */
@NullMarked
package io.bookings.consumer.health;

import org.jspecify.annotations.NullMarked;
