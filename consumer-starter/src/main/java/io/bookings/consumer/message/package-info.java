/**
 * Reads the body of a message: envelopes, trace context, and bodies of other formats.
 */
@NullMarked
package io.bookings.consumer.message;

import org.jspecify.annotations.NullMarked;
