/**
 * Notifications as signed HTTP requests to a system of the operator's own.
 */
@NullMarked
package io.bookings.consumer.notification.webhook;

import org.jspecify.annotations.NullMarked;
