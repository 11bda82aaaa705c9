/**
 * Tells a failure of one booking from an outage, and pauses polling while an outage
 * lasts.
 */
@NullMarked
package io.bookings.consumer.outage;

import org.jspecify.annotations.NullMarked;
