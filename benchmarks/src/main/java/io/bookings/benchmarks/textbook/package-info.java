/**
 * What a team would write first: one message at a time, look up, save, defaults.
 */
@NullMarked
package io.bookings.benchmarks.textbook;

import org.jspecify.annotations.NullMarked;
