/**
 * What happens when a provider has accepted a booking: the confirmation is stored, and
 * the user is told.
 */
@NullMarked
package io.bookings.user;

import org.jspecify.annotations.NullMarked;
