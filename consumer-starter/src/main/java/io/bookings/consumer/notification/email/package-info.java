/**
 * Notifications by e-mail, over SMTP.
 */
@NullMarked
package io.bookings.consumer.notification.email;

import org.jspecify.annotations.NullMarked;
