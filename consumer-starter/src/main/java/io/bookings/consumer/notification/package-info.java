/**
 * Notifications of providers and users. A notification is stored in the transaction of
 * its booking, and delivered afterwards, outside of it.
 */
@NullMarked
package io.bookings.consumer.notification;

import org.jspecify.annotations.NullMarked;
