/**
 * Personal data: how long bookings are kept, the export of what the service holds about a
 * person, and the erasure.
 */
@NullMarked
package io.bookings.consumer.privacy;

import org.jspecify.annotations.NullMarked;
