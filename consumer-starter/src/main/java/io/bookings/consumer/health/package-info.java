/**
 * What the queue's health page says, and what it rests on: {@code SqsCallMonitor}
 * remembers how each kind of call to SQS ended, {@code QueueWatch} looks at the queues'
 * attributes, and {@code QueueIssues} turns both into sentences with a remedy.
 */
@NullMarked
package io.bookings.consumer.health;

import org.jspecify.annotations.NullMarked;
