/**
 * What happens when a user has requested a booking: the request is stored, and its
 * provider is told.
 */
@NullMarked
package io.bookings.provider;

import org.jspecify.annotations.NullMarked;
