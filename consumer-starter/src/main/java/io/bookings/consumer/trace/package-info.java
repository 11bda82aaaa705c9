/**
 * Tracing: one trace for each booking, from its publication to its last notification,
 * across services and stored notifications. Without an exporter, there are no traces.
 */
@NullMarked
package io.bookings.consumer.trace;

import org.jspecify.annotations.NullMarked;
