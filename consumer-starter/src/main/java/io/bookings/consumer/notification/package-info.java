/**
 * Telling people about bookings, once: a notification is written in the transaction that
 * stores the booking, and delivered later, outside of it.
 */
@NullMarked
package io.bookings.consumer.notification;

import org.jspecify.annotations.NullMarked;
