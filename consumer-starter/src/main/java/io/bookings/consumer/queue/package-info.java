/**
 * Speaks to SQS: endpoint, time-outs, deletes, releases, dead letters and queue
 * attributes.
 */
@NullMarked
package io.bookings.consumer.queue;

import org.jspecify.annotations.NullMarked;
