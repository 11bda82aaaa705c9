/**
 * An {@code @SqsListener} for batches, tuned as the documentation of Spring Cloud AWS
 * describes.
 */
@NullMarked
package io.bookings.benchmarks.batchlistener;

import org.jspecify.annotations.NullMarked;
