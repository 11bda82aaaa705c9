/**
 * The history of a booking: each event that concerned it, in order.
 */
@NullMarked
package io.bookings.consumer.history;

import org.jspecify.annotations.NullMarked;
