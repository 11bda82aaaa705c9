/**
 * Keeps the log readable while much goes wrong at once.
 */
@NullMarked
package io.bookings.consumer.log;

import org.jspecify.annotations.NullMarked;
