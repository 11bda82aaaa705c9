/**
 * Dead letters in the table {@code dead_letter}: collects them from the dead-letter
 * queue, predicts what would happen to them now, and sends them to the source queue
 * again.
 */
@NullMarked
package io.bookings.consumer.deadletter;

import org.jspecify.annotations.NullMarked;
