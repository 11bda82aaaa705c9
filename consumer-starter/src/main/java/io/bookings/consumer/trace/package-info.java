/**
 * One trace for each booking, from its publication to the last notification about it,
 * however many services and hours lie between. Without an exporter there is none, and it
 * costs next to nothing.
 */
@NullMarked
package io.bookings.consumer.trace;

import org.jspecify.annotations.NullMarked;
