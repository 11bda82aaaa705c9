/**
 * Settings of {@code booking.consumer}, and checks of these and other settings.
 */
@NullMarked
package io.bookings.consumer.settings;

import org.jspecify.annotations.NullMarked;
