/**
 * Distinguishes failures of one booking from an outage, and pauses polling during an
 * outage.
 */
@NullMarked
package io.bookings.consumer.outage;

import org.jspecify.annotations.NullMarked;
