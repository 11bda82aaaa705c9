/**
 * Background tasks: work that each instance repeats at an interval.
 */
@NullMarked
package io.bookings.consumer.task;

import org.jspecify.annotations.NullMarked;
