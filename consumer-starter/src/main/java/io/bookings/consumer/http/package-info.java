/**
 * Outgoing HTTP requests, and descriptions of error responses.
 */
@NullMarked
package io.bookings.consumer.http;

import org.jspecify.annotations.NullMarked;
