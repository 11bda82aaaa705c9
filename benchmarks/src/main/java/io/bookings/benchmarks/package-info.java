/**
 * Measures what consuming costs: the service as it is deployed, beside a program without
 * any framework and a consumer from the textbook.
 */
@NullMarked
package io.bookings.benchmarks;

import org.jspecify.annotations.NullMarked;
