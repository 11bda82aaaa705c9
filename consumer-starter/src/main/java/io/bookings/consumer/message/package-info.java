/**
 * Decodes the body of a message: opens envelopes, reads the trace context, and explains
 * bodies in other formats.
 */
@NullMarked
package io.bookings.consumer.message;

import org.jspecify.annotations.NullMarked;
