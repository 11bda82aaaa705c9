/**
 * A plain {@code @SqsListener}: one message at a time, look up, save, all defaults.
 */
@NullMarked
package io.bookings.benchmarks.textbook;

import org.jspecify.annotations.NullMarked;
