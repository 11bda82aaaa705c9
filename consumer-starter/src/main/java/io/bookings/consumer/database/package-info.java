/**
 * Connections to PostgreSQL: sets time-outs, detects poolers, and checks the version of
 * the server.
 */
@NullMarked
package io.bookings.consumer.database;

import org.jspecify.annotations.NullMarked;
