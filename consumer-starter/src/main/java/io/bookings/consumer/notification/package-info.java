/**
 * Notifications of providers and users. A notification is stored in the transaction that
 * stores its booking or the recipient of it, and delivered afterwards, outside of it.
 */
@NullMarked
package io.bookings.consumer.notification;

import org.jspecify.annotations.NullMarked;
