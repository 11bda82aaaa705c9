/**
 * Limits repeated log lines, writes those of a batch together, and escapes text from
 * other systems.
 */
@NullMarked
package io.bookings.consumer.log;

import org.jspecify.annotations.NullMarked;
