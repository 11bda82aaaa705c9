/**
 * The timeline of a booking across both services: what this service knows, and what the
 * other one answers over HTTP.
 */
@NullMarked
package io.bookings.consumer.timeline;

import org.jspecify.annotations.NullMarked;
