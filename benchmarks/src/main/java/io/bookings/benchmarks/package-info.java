/**
 * Compares the deployed service with a consumer without a framework and a plain
 * {@code @SqsListener}.
 */
@NullMarked
package io.bookings.benchmarks;

import org.jspecify.annotations.NullMarked;
