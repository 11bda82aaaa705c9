/**
 * The history of a booking: the table {@code booking_history} and its HTTP API.
 */
@NullMarked
package io.bookings.consumer.history;

import org.jspecify.annotations.NullMarked;
