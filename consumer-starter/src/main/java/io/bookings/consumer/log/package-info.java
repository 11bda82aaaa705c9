/**
 * Limits repeated log lines, and escapes text from other systems.
 */
@NullMarked
package io.bookings.consumer.log;

import org.jspecify.annotations.NullMarked;
