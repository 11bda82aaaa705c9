/**
 * Settings of {@code booking.consumer} and the rules that they have to keep.
 */
@NullMarked
package io.bookings.consumer.settings;

import org.jspecify.annotations.NullMarked;
