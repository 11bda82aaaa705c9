/**
 * What every service's HTTP API has in common: who may call it, how it says what went
 * wrong (problem details, RFC 9457), how it hands out long lists in pages, how it
 * describes itself (OpenAPI), and the history of a booking.
 */
@NullMarked
package io.bookings.consumer.web;

import org.jspecify.annotations.NullMarked;
