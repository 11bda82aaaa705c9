/**
 * The HTTP API for dead letters.
 */
@NullMarked
package io.bookings.consumer.deadletter.api;

import org.jspecify.annotations.NullMarked;
