/**
 * PostgreSQL connections: time-outs for each transaction and the versions that are
 * supported.
 */
@NullMarked
package io.bookings.consumer.database;

import org.jspecify.annotations.NullMarked;
