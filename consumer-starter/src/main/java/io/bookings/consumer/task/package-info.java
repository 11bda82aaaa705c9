/**
 * Background tasks: work that each instance repeats at an interval, and work for one
 * booking that is retried until it succeeds.
 */
@NullMarked
package io.bookings.consumer.task;

import org.jspecify.annotations.NullMarked;
